import type { Metric, OutputKind } from './metric.ts';
import { metrics } from './registry.ts';

/** Metrics that need no other program, and little time. */
const quick: Record<OutputKind, readonly string[]> = {
  text: ['bleu', 'chrf'],
  tags: ['entity-f1', 'accuracy'],
  class: ['accuracy'],
};

/** A metric with its parameters, as it is asked for. */
export interface ChosenMetric {
  name: string;
  metric: Metric;
  parameters: Record<string, unknown>;
}

/** What parts of a text are scored by: each with the parameters that `given` has for it, else with its defaults. */
export const partMetrics = (
  over: OutputKind,
  given: Readonly<Record<string, Record<string, unknown> | undefined>> = {},
): ChosenMetric[] =>
  Object.entries<Metric>(metrics as unknown as Record<string, Metric>)
    .filter(([name]) => quick[over].includes(name))
    .map(([name, metric]) => ({ name, metric, parameters: metric.parameters.parse(given[name] ?? {}) }));
