import type { Metric, References } from './metric.ts';

/** A metric's functions of single segments, for segments of one corpus. */
export interface SegmentMeasure {
  statistics(hypothesis: string, references: readonly string[]): Float64Array;
  score(hypothesis: string, references: readonly string[]): number;
}

/** What a metric needs of all the references is made once. */
export function bindToCorpus(
  metric: Metric,
  references: References,
  parameters: Record<string, unknown>,
): SegmentMeasure {
  const corpus = metric.corpus?.(references, parameters);
  return {
    statistics: (hypothesis, own) => metric.sentenceStatistics(hypothesis, own, parameters, corpus),
    score: (hypothesis, own) => metric.sentenceScore(hypothesis, own, parameters, corpus),
  };
}
