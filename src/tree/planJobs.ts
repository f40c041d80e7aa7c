import { type Grids, membersOf } from '../experiment/variants/grid.ts';
import { isOfJob } from '../launching/isOfJob.ts';
import type { Job } from '../launching/job.ts';
import { trainsVariant } from '../launching/trainsVariant.ts';
import type { WatchedRun } from '../watching/runIndex.ts';

/** What a person wants of a file: a job for each variant that is trained, so that a fault of one does not end the others. */
export interface Wanted {
  file: string;
  grids: Grids;
  /** A grid's name is that of all its members. */
  variants: readonly string[];
  seeds: readonly number[];
}

export interface PlannedJob {
  variant: string;
  seeds: number[];
}

/**
 * The jobs to be added, in the order of the variants; seeds that a job of the queue holds already are left to it. Jobs
 * of a run, which keep to its settings, are not of the file as it is now.
 */
export function planJobs({ file, grids, variants, seeds }: Wanted, queued: readonly Job[]): PlannedJob[] {
  const ofFile = queued.filter((job) => job.file === file && job.resume === undefined && job.rerun === undefined);
  const open = ofFile.filter(({ state }) => state !== 'ended');
  const members = variants.flatMap((name) => membersOf(grids, name));
  return [...new Set(members)].flatMap((variant) => {
    const own = open.filter((job) => trainsVariant(job, variant, grids));
    const left = seeds.filter((seed) => !own.some((job) => job.seeds === undefined || job.seeds.includes(seed)));
    return left.length > 0 ? [{ variant, seeds: left }] : [];
  });
}

/**
 * The run that a job has begun or gone on with since it was added: the one being trained, else the newest that ended
 * meanwhile.
 */
export function firstRunOf(job: Job, runs: readonly WatchedRun[]): WatchedRun | undefined {
  const own = runs.filter((run) => isOfJob(job, run, runs));
  const endedSince = own.filter(({ state }) => (state.ended?.time ?? '') > job.addedAt);
  return own.find(({ state }) => state.status === 'running') ?? endedSince.at(-1);
}

/** Seeds of each variant that are trained already, as far as names tell. */
export function trainedSeeds(runs: readonly WatchedRun[], experiment: string): Map<string, number[]> {
  const trained = new Map<string, number[]>();
  for (const { manifest, state } of runs) {
    if (manifest.experiment !== experiment || state.status !== 'done') continue;
    const seeds = new Set(trained.get(manifest.variant)).add(manifest.seed);
    trained.set(
      manifest.variant,
      [...seeds].sort((a, b) => a - b),
    );
  }
  return trained;
}
