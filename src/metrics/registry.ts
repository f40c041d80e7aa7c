import { accuracy } from './accuracy.ts';
import { bleu } from './bleu.ts';
import { chrf } from './chrf.ts';
import { entityF1 } from './entityF1.ts';
import type { Metric, OutputKind } from './metric.ts';

/** Every metric over texts, by its name in experiment files and on the command line. */
export const metrics = { bleu, chrf, 'entity-f1': entityF1, accuracy } as const;

export type MetricName = keyof typeof metrics;

/** The metrics of one kind of output. */
export const metricsOver = (kind: OutputKind): Partial<Record<MetricName, Metric>> =>
  Object.fromEntries(Object.entries(metrics).filter(([, { over }]) => over.includes(kind)));
