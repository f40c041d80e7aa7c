import { dirname } from 'node:path';
import { l10n, Uri, window } from 'vscode';
import type { JobRequest } from '../launching/job.ts';
import { readTarget, type Target } from '../tree/target.ts';
import type { RunIndex, WatchedRun } from '../watching/runIndex.ts';
import { mayExecute, registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { runsOf, runsToActOn } from './pickRuns.ts';
import { labelText } from './plainText.ts';
import { type ShowRun, start } from './runController.ts';
import { tell } from './tell.ts';

const endedBadly = ['stopped', 'crashed', 'failed'] as const;

/** The commands that end runs and take them up again. */
export function registerRunCommands(lab: Lab, show: ShowRun): void {
  lab.context.subscriptions.push(lab.onChange(({ index }) => forgetEnded(index)));
  registerCommands(lab, {
    stop: (...args) => stop(lab, readTarget(args)),
    stopAll: () => stopAll(lab),
    resume: (...args) => goOn(lab, readTarget(args), { show, field: 'resume' }),
    rerun: (...args) => goOn(lab, readTarget(args), { show, field: 'rerun' }),
  });
}

/** A run is stopped alone, and its trainer goes on with the next; a variant with all that is still to come of it. */
async function stop(lab: Lab, target: Target): Promise<void> {
  if (!mayExecute()) return;
  const { index, queue } = await lab.followed();
  for (const job of target.jobs) await queue.cancel(job);
  if (target.jobs.length > 0 && target.runs.length === 0) return;
  const { isOfJob } = await import('../tree/collectTree.ts');
  const whole = runsOf(index, target).filter(({ manifest }) => target.variants?.includes(manifest.variant));
  const open = queue.jobs().filter(({ state }) => state !== 'ended');
  for (const job of open) if (whole.some((run) => isOfJob(job, run))) await queue.cancel(job.id);
  const choice = { title: l10n.t('Stop'), states: ['running'] as const, many: true };
  for (const run of await runsToActOn(index, target, choice)) await stopOne(lab, run);
}

async function stopAll(lab: Lab): Promise<void> {
  if (!mayExecute()) return;
  const { index, queue } = await lab.followed();
  for (const job of queue.jobs()) if (job.state !== 'ended') await queue.cancel(job.id);
  for (const run of index.runs()) if (run.state.status === 'running') await stopOne(lab, run);
}

/** The first time it is asked to end; a person who asks again is offered to end its process. */
async function stopOne(lab: Lab, run: WatchedRun): Promise<void> {
  const { killRun, stopRun } = await import('../launching/stopRun.ts');
  const name = nameOf(run);
  if (!asked.has(run.folder)) {
    const outcome = await stopRun(run.folder);
    lab.log.info(`Stop ${run.folder}: ${outcome}`);
    asked.add(run.folder);
    if (outcome === 'asked') tellEnding(name);
    return;
  }
  const end = l10n.t('End Now');
  const detail = l10n.t('It has been asked to stop, and is still busy. Resumed, it goes on from its last checkpoint.');
  if ((await window.showWarningMessage(l10n.t('End {0} now?', name), { modal: true, detail }, end)) !== end) return;
  const outcome = await killRun(run.folder);
  lab.log.info(`End ${run.folder}: ${outcome}`);
  if (outcome === 'tooEarly') tellEnding(name);
  if (outcome === 'notHere') {
    void tell(l10n.t('{0} is trained on another machine, which must end it.', name));
  }
}

const tellEnding = (name: string) =>
  window.setStatusBarMessage(labelText(l10n.t('{0} ends after the step under way.', name)), 5000);

/** Runs that this window has asked to stop, for as long as they go on. */
const asked = new Set<string>();

function forgetEnded(index: RunIndex): void {
  for (const folder of asked) if (index.run(folder)?.state.status !== 'running') asked.delete(folder);
}

interface GoingOn {
  show: ShowRun;
  field: 'resume' | 'rerun';
}

async function goOn(lab: Lab, target: Target, { show, field }: GoingOn): Promise<void> {
  if (!mayExecute()) return;
  const { index } = await lab.followed();
  const resuming = field === 'resume';
  const title = resuming ? l10n.t('Resume') : l10n.t('Run Again with the Same Seed');
  const states = resuming ? endedBadly : undefined;
  const runs = await runsToActOn(index, target, { title, states, many: true });
  if (runs.length === 0) return;
  const requests = runs.map((run) => ({ ...requestOf(run), [field]: run.folder }));
  const { file } = runs[0]!.manifest;
  await start(lab, requests, { uri: file ? Uri.file(file) : undefined, show });
}

/** Run folders stand in `RUNS/EXPERIMENT/RUN`. */
const requestOf = ({ folder, manifest }: WatchedRun): Omit<JobRequest, 'node' | 'environment'> => ({
  file: manifest.file,
  experiment: manifest.experiment,
  variants: [manifest.variant],
  seeds: [manifest.seed],
  runsFolder: dirname(dirname(folder)),
});

const nameOf = ({ manifest }: WatchedRun): string => `${manifest.variant} ${l10n.t('seed {0}', manifest.seed)}`;
