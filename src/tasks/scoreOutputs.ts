import { bindToCorpus } from '../metrics/bindToCorpus.ts';
import type { Metric, References } from '../metrics/metric.ts';
import { type MetricName, metrics } from '../metrics/registry.ts';

/** A metric as an experiment chooses it. */
type MetricChoice = { kind: MetricName } & Record<string, unknown>;

export interface ScoredOutputs {
  /** By the metric's name. */
  scores: Record<string, number>;
  signatures: Record<string, string>;
  /** Scores of one output by itself; what a metric knows of the corpus is that of all outputs. */
  ofSegment(output: string, references: readonly string[]): Record<string, number>;
}

/** Scores outputs by the metrics of an experiment, all together and one by one. */
export function scoreOutputs(
  chosen: readonly MetricChoice[],
  outputs: readonly string[],
  references: References,
): ScoredOutputs {
  const bound = chosen.map(({ kind, ...parameters }) => {
    const metric: Metric = metrics[kind];
    return {
      kind,
      ...metric.score(outputs, references, parameters),
      measure: bindToCorpus(metric, references, parameters),
    };
  });
  return {
    scores: Object.fromEntries(bound.map(({ kind, score }) => [kind, score])),
    signatures: Object.fromEntries(bound.map(({ kind, signature }) => [kind, signature])),
    ofSegment: (output, own) =>
      Object.fromEntries(bound.map(({ kind, measure }) => [kind, measure.score(output, own)])),
  };
}
