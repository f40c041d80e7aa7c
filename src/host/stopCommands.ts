import { l10n, window } from 'vscode';
import type { Job } from '../launching/job.ts';
import { isOfVariant } from '../runs/isOfVariant.ts';
import { readTarget, type Target } from '../tree/target.ts';
import type { RunIndex, WatchedRun } from '../watching/runIndex.ts';
import { mayExecute, registerCommands } from './commands.ts';
import type { Followed, Lab } from './lab.ts';
import { nameOf, runsOf, runsToActOn } from './pickRuns.ts';
import { labelText } from './plainText.ts';
import { tell } from './tell.ts';

/** The commands that end runs. */
export function registerStopCommands(lab: Lab): void {
  lab.context.subscriptions.push(lab.onChange(({ index }) => forgetEnded(index)));
  registerCommands(lab, {
    stop: (...args) => stop(lab, readTarget(args)),
    stopAll: () => stopAll(lab),
  });
}

/** A run is stopped alone, and its trainer goes on with the next; a variant with all that is still to come of it. */
async function stop(lab: Lab, target: Target): Promise<void> {
  if (!mayExecute()) return;
  const { index, queue } = await lab.followed();
  const open = queue.jobs().filter(({ state }) => state !== 'ended');
  for (const job of open.filter(({ id }) => target.jobs.includes(id))) await stopJob({ index, queue }, job);
  if (target.jobs.length > 0 && target.runs.length === 0) return;
  const { isOfJob } = await import('../launching/isOfJob.ts');
  const whole = runsOf(index, target).filter(({ manifest }) =>
    target.variants?.some((name) => isOfVariant(manifest, name)),
  );
  const isMeant = (job: Job) => whole.some((run) => job.rerun === run.folder || isOfJob(job, run, index.runs()));
  for (const job of open) if (isMeant(job)) await queue.cancel(job.id);
  const choice = { title: l10n.t('Stop'), states: ['running'] as const, many: true };
  for (const run of await runsToActOn(index, target, choice)) await stopRunOrOffer(lab, run);
}

/** Whoever has asked for all does not want to be asked about each: what has been asked to stop is left to end. */
async function stopAll(lab: Lab): Promise<void> {
  if (!mayExecute()) return;
  const { index, queue } = await lab.followed();
  for (const job of queue.jobs()) if (job.state !== 'ended') await queue.cancel(job.id);
  const running = index.runs().filter(({ state }) => state.status === 'running');
  for (const run of running) if (!asked.has(run.folder)) await askToStop(lab, run);
}

/** A job whose trainer is still busy is ended only when a person says so. */
async function stopJob({ queue }: Followed, job: Job): Promise<void> {
  const name = job.variants?.join(', ') ?? job.experiment;
  const outcome = await queue.cancel(job.id);
  if (outcome === 'asked') tellEnding(name);
  if (outcome === 'askedBefore' && (await wantsEnd(name))) await queue.end(job.id);
}

/** The first time it is asked to end; a person who asks again is offered to end its process. */
async function stopRunOrOffer(lab: Lab, run: WatchedRun): Promise<void> {
  if (!asked.has(run.folder)) return await askToStop(lab, run);
  const name = nameOf(run);
  if (!(await wantsEnd(name))) return;
  const { killRun } = await import('../launching/stopRun.ts');
  const outcome = killRun(run.folder);
  lab.log.info(`End ${run.folder}: ${outcome}`);
  if (outcome === 'tooEarly') tellEnding(name);
  if (outcome === 'notHere') tellElsewhere(name);
}

async function askToStop(lab: Lab, run: WatchedRun): Promise<void> {
  const { stopRun } = await import('../launching/stopRun.ts');
  const outcome = stopRun(run.folder);
  lab.log.info(`Stop ${run.folder}: ${outcome}`);
  if (outcome === 'asked') {
    asked.add(run.folder);
    tellEnding(nameOf(run));
  }
  if (outcome === 'notHere') tellElsewhere(nameOf(run));
}

async function wantsEnd(name: string): Promise<boolean> {
  const end = l10n.t('End Now');
  const detail = l10n.t('It has been asked to stop, and is still busy. Resumed, it goes on from its last checkpoint.');
  return (await window.showWarningMessage(l10n.t('End {0} now?', name), { modal: true, detail }, end)) === end;
}

const tellEnding = (name: string) =>
  window.setStatusBarMessage(labelText(l10n.t('{0} ends after the step under way.', name)), 5000);

const tellElsewhere = (name: string) =>
  void tell(
    l10n.t('{0} is trained on another machine, or its folder cannot be written to: end it where it was started.', name),
  );

/** Runs that this window has asked to stop, for as long as they go on. */
const asked = new Set<string>();

function forgetEnded(index: RunIndex): void {
  for (const folder of asked) if (index.run(folder)?.state.status !== 'running') asked.delete(folder);
}
