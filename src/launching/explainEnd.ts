import type { RunState } from '../runs/runState.ts';
import type { Job } from './job.ts';

/** What a person is told of a job that ended otherwise than as wanted, and what can be done about it. */
export interface EndExplanation {
  title: string;
  detail: string;
  offers: ('log' | 'file' | 'install' | 'resume')[];
  /** Where the fault is in the experiment file, counted from 1. */
  position?: { file: string; line: number; column: number };
}

/** A run of the job, as it is now. */
export interface EndedRun {
  folder: string;
  manifest: { variant: string; seed: number };
  state: RunState;
}

/** Undefined where there is nothing to explain: done, or stopped on request. */
export function explainEnd(_job: Job & { state: 'ended' }, _runs: readonly EndedRun[]): EndExplanation | undefined {
  throw new Error('not written yet');
}
