import type { RunStatus } from '../runs/runState.ts';

/**
 * Rows of the tree of runs: experiment, variant, run, and jobs that have no run yet. Data alone, which host/treeItems.ts
 * puts into words. The fields of tree/target.ts make a row an argument of commands.
 */
export interface Metric {
  title: string;
  value: number;
  /** Half the width of the 95 % interval over seeds; null for one seed. */
  halfWidth: number | null;
  larger: boolean;
}

export interface RunRow {
  kind: 'run';
  /** Unique in the tree, and the same for as long as the row is there. */
  id: string;
  run: string;
  uri?: string;
  variant: string;
  /** Of the row above, which numbers settings of the same name. */
  label: string;
  seed: number;
  status: RunStatus;
  /** Why it ended, where it did not end well. */
  reason?: string;
  step: number;
  totalSteps?: number;
  secondsLeft?: number;
  /** ISO 8601: its end, or its beginning. */
  time: string;
  metric?: Metric;
  starred: boolean;
  tags: string[];
  note: string;
  warnings: number;
}

export interface VariantRow {
  kind: 'variant';
  id: string;
  label: string;
  uri?: string;
  variant: string;
  runs: string[];
  /** Of the run that most asks for attention: see `statusOrder`. */
  status: RunStatus;
  running: boolean;
  time: string;
  metric?: Metric;
  starred: boolean;
  children: RunRow[];
}

export interface JobRow {
  kind: 'job';
  id: string;
  job: string;
  uri: string;
  variants?: string[];
  seeds?: number[];
  /** `starting`: its trainer lives, and has not begun a run. */
  state: 'waiting' | 'starting';
  /** Jobs that come first. */
  ahead: number;
  addedAt: string;
}

export interface ExperimentRow {
  kind: 'experiment';
  id: string;
  label: string;
  uri?: string;
  runs: string[];
  running: number;
  time: string;
  starred: boolean;
  children: (VariantRow | JobRow)[];
}

export type TreeRow = ExperimentRow | VariantRow | JobRow | RunRow;

/** What runs comes first, then what ended badly, so that neither is hidden under a closed row. */
export const statusOrder: readonly RunStatus[] = ['running', 'crashed', 'failed', 'stopped', 'pending', 'done'];
