import { z } from 'zod';
import { metrics } from '../metrics/registry.ts';
import { namedFrom } from './kinds.ts';

type MetricName = keyof typeof metrics & string;

const metricNames = Object.keys(metrics) as [MetricName, ...MetricName[]];

/** A measure of the validation text: `nll`, which is always there, or a metric. */
export const metricNameSchema = z.enum(['nll', ...metricNames]);

/** The metrics of an experiment. The first of the registry is the default. */
export const metricsSchema = z.array(namedFrom(metrics)).prefault(() => [metricNames[0]] as never);
