import { meteor } from './meteor.ts';
import type { ProgramMetric } from './programMetric.ts';
import { spice } from './spice.ts';

/** Every metric that another program computes, by its name. */
export const programMetrics = { meteor, spice } as const satisfies Record<string, ProgramMetric>;

export type ProgramMetricName = keyof typeof programMetrics;
