import { accuracy } from './accuracy.ts';
import { bleu } from './bleu.ts';
import { chrf } from './chrf.ts';
import { cider, ciderD } from './cider.ts';
import { cocoBleu } from './cocoBleu.ts';
import { entityF1 } from './entityF1.ts';
import type { Metric, OutputKind } from './metric.ts';
import { rougeL } from './rougeL.ts';

/** Every metric over texts, by its name in experiment files and on the command line. */
export const metrics = {
  bleu,
  chrf,
  'bleu-1': cocoBleu(1),
  'bleu-2': cocoBleu(2),
  'bleu-3': cocoBleu(3),
  'bleu-4': cocoBleu(4),
  'rouge-l': rougeL,
  cider,
  'cider-d': ciderD,
  'entity-f1': entityF1,
  accuracy,
} as const;

export type MetricName = keyof typeof metrics;

/** The metrics of one kind of output. */
export const metricsOver = (kind: OutputKind): Partial<Record<MetricName, Metric>> =>
  Object.fromEntries(Object.entries(metrics).filter(([, { over }]) => over.includes(kind)));
