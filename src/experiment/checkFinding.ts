import type { ExperimentSpec } from './schema.ts';

/** A fault that shows only when several settings are seen together. */
export interface CheckFinding {
  code: string;
  severity: 'error' | 'warning';
  path: PropertyKey[];
  part?: 'key' | 'value';
  message: string;
  expected?: string;
  suggestion?: string;
}

/** A check of a valid experiment. `given` tells whether the file says something at a path. */
export type Check = (spec: ExperimentSpec, given: (...path: PropertyKey[]) => boolean) => CheckFinding[];

export const withoutEffect = (path: PropertyKey[], message: string): CheckFinding => ({
  code: 'without-effect',
  severity: 'warning',
  path,
  message,
});
