import { l10n, type Uri } from 'vscode';
import type { Job, JobRequest } from '../launching/job.ts';
import { readTarget, type Target } from '../tree/target.ts';
import { exitCodes } from '../userError.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import { chooseRuns } from './chooseRuns.ts';
import { mayExecute, registerCommands } from './commands.ts';
import { withEngine } from './engine.ts';
import { chooseExperiment, readExperiment } from './experimentFile.ts';
import type { Followed, Lab } from './lab.ts';
import { tellFailure } from './log.ts';
import { tell } from './tell.ts';
import { findTrainer, jobSettings } from './trainer.ts';

/** Shows a run that has begun. */
export type ShowRun = (folder: string) => void;

/** The commands that start runs of a file. */
export function registerRunController(lab: Lab, show: ShowRun): void {
  const all = (target: Target) => ({ ...target, everything: true });
  registerCommands(lab, {
    run: (...args) => run(lab, readTarget(args), show),
    runAll: (...args) => run(lab, all(readTarget(args)), show),
    runVariant: (...args) => run(lab, readTarget(args), show),
    async check(...args) {
      const uri = await chooseExperiment(readTarget(args).uri);
      const spec = uri && (await readExperiment(lab, uri, { running: false }));
      if (!spec) return;
      const runs = Object.keys(spec.variants).length * spec.training.seeds.length;
      void tell(l10n.t('{0} is in order: {1} runs.', spec.experiment, runs));
    },
  });
}

async function run(lab: Lab, target: Target & { everything?: boolean }, show: ShowRun): Promise<void> {
  if (!mayExecute()) return;
  const uri = await chooseExperiment(target.uri);
  const spec = uri && (await readExperiment(lab, uri));
  if (!spec) return;
  const [{ index, queue }, { planJobs, trainedSeeds }] = await Promise.all([
    lab.followed(),
    import('../tree/planJobs.ts'),
  ]);
  const everything = { variants: Object.keys(spec.variants), seeds: spec.training.seeds };
  const trained = trainedSeeds(index.runs(), spec.experiment);
  const chosen = target.everything ? everything : await chooseRuns(spec, target, trained);
  if (!chosen) return;
  const file = uri.fsPath;
  const planned = planJobs({ file, grids: spec.grids, ...chosen }, queue.jobs());
  if (planned.length === 0) {
    void tell(l10n.t('These runs are in the queue already.'));
    return;
  }
  const { defaultRunsFolder } = await import('../runs/findRuns.ts');
  const runsFolder = defaultRunsFolder(file);
  const requests = planned.map(({ variant, seeds }) => ({
    ...{ file, experiment: spec.experiment, runsFolder },
    variants: [variant],
    seeds,
  }));
  await start(lab, requests, { uri, show });
}

/**
 * Adds jobs to the queue, once there is a program to train with and an engine, and shows the first run as soon as it is
 * there.
 */
export async function start(
  lab: Lab,
  requests: readonly Omit<JobRequest, 'node' | 'environment'>[],
  { uri, show }: { uri?: Uri; show: ShowRun },
): Promise<void> {
  if (!mayExecute()) return;
  const found = await findTrainer(lab, uri);
  const trainer = found && (await withEngine(lab, found));
  if (!trainer) return;
  const { queue } = await lab.followed();
  const settings = jobSettings(trainer, uri);
  const jobs: Job[] = [];
  for (const request of requests) jobs.push(await queue.add({ ...request, ...settings }));
  lab.log.info(`Queued: ${jobs.map(({ experiment, variants }) => `${experiment} ${variants?.join(', ')}`).join('; ')}`);
  if (jobs[0]) await showWhenBegun(lab, jobs[0], show);
}

/** Waits for the job's first run, for as long as the job is there. One that had nothing left to train says so. */
async function showWhenBegun(lab: Lab, job: Job, show: ShowRun): Promise<void> {
  const { firstRunOf } = await import('../tree/planJobs.ts');
  const showFirst = async ({ index }: Followed, now: Job | undefined) => {
    const ended = now === undefined || now.state === 'ended';
    // The index may not have seen yet what a job that has ended has written.
    if (ended) await index.refresh();
    const run = firstRunOf(job, index.runs());
    if (run) show(run.folder);
    else if (now?.state === 'ended' && now.code === exitCodes.done) await tellTrained(job, index.runs(), show);
  };
  const subscription = lab.onChange((followed) => {
    const now = followed.queue.jobs().find(({ id }) => id === job.id);
    const goesOn = now !== undefined && now.state !== 'ended';
    if (goesOn && !firstRunOf(job, followed.index.runs())) return;
    subscription.dispose();
    showFirst(followed, now).catch((error) => tellFailure(lab.log, error));
  });
}

async function tellTrained(job: Job, runs: readonly WatchedRun[], show: ShowRun): Promise<void> {
  const { isOfJob } = await import('../launching/isOfJob.ts');
  const run = runs.findLast((each) => isOfJob(job, each, runs) && each.state.status === 'done');
  if (!run) return;
  const open = l10n.t('Open Run');
  const message = l10n.t('{0} is trained already, with these settings and seeds.', run.manifest.variant);
  if ((await tell(message, open)) === open) show(run.folder);
}
