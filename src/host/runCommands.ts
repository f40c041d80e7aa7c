import { dirname } from 'node:path';
import { l10n, Uri } from 'vscode';
import type { JobRequest } from '../launching/job.ts';
import { readTarget, type Target } from '../tree/target.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import { mayExecute, registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { runsToActOn } from './pickRuns.ts';
import { type ShowRun, start } from './runController.ts';
import { tell } from './tell.ts';

const endedBadly = ['stopped', 'crashed', 'failed'] as const;

/** The commands that take runs up again. */
export function registerRunCommands(lab: Lab, show: ShowRun): void {
  registerCommands(lab, {
    resume: (...args) => goOn(lab, readTarget(args), { show, field: 'resume' }),
    rerun: (...args) => goOn(lab, readTarget(args), { show, field: 'rerun' }),
  });
}

interface GoingOn {
  show: ShowRun;
  field: 'resume' | 'rerun';
}

async function goOn(lab: Lab, target: Target, { show, field }: GoingOn): Promise<void> {
  if (!mayExecute()) return;
  const { index, queue } = await lab.followed();
  const resuming = field === 'resume';
  const title = resuming ? l10n.t('Resume') : l10n.t('Run Again with the Same Seed');
  const states = resuming ? endedBadly : undefined;
  const runs = await runsToActOn(index, target, { title, states, many: true });
  if (runs.length === 0) return;
  const open = queue.jobs().filter(({ state }) => state !== 'ended');
  const wanted = runs.filter(({ folder }) => !open.some((job) => job[field] === folder));
  if (wanted.length === 0) {
    void tell(l10n.t('These runs are in the queue already.'));
    return;
  }
  const requests = wanted.map((run) => ({ ...requestOf(run), [field]: run.folder }));
  const { file } = wanted[0]!.manifest;
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
