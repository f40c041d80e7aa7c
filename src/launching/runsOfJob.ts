import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, runFiles } from '../runs/events.ts';
import type { RunState } from '../runs/runState.ts';
import { isOfJob } from './isOfJob.ts';
import type { Job } from './job.ts';

/** What is asked of a run to say what became of a job. */
export interface JobRun {
  folder: string;
  manifest: Pick<Manifest, 'id' | 'experiment' | 'variant' | 'seed' | 'file' | 'createdAt'>;
  state: RunState;
  /** Whether it was asked to stop and did not come to do so. */
  stopRequested?: boolean;
}

/** The runs that a job is about, among all: the newest of each variant and seed. */
export function runsOfJob<Run extends JobRun>(job: Job, runs: readonly Run[]): (Run & { stopRequested: boolean })[] {
  const newest = new Map<string, Run>();
  for (const run of [...runs].sort((a, b) => (a.manifest.createdAt < b.manifest.createdAt ? -1 : 1))) {
    if (isOfJob(job, run, runs)) newest.set(JSON.stringify([run.manifest.variant, run.manifest.seed]), run);
  }
  return [...newest.values()].map((run) => ({ ...run, stopRequested: existsSync(join(run.folder, runFiles.stop)) }));
}
