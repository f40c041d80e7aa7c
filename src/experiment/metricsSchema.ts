import { z } from 'zod';
import type { OutputKind } from '../metrics/metric.ts';
import { metrics, metricsOver } from '../metrics/registry.ts';
import { type Kinds, namedFrom } from './kinds.ts';

type MetricName = keyof typeof metrics & string;

const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];

/** A measure of the validation text: `nll`, which is always there, or a metric. */
export const metricNameSchema = z.enum(['nll', ...metricNames]);

/** The metrics of an experiment with such outputs. The first of the registry is the default. */
export function metricsSchema(outputs: OutputKind): z.ZodType {
  const offered = metricsOver(outputs) as Kinds;
  const [first] = Object.keys(offered);
  return z.array(namedFrom(offered)).prefault(() => [first] as never);
}
