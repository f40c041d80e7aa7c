import { bleu } from './bleu.ts';
import { chrf } from './chrf.ts';

/** Every metric over texts, by its name in experiment files and on the command line. */
export const metrics = { bleu, chrf } as const;

export type MetricName = keyof typeof metrics;
