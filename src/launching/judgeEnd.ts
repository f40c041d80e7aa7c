import { listRuns } from '../runs/findRuns.ts';
import { readRunFolder } from '../runs/readRun.ts';
import type { RunStatus } from '../runs/runState.ts';
import { exitCodes } from '../userError.ts';
import type { Job } from './job.ts';
import { runsOfJob } from './runsOfJob.ts';

/** The exit code that a trainer whose end nobody saw must have had, by its run folders; null where they do not tell. */
export async function judgeEnd(job: Job): Promise<number | null> {
  const folders = [...(await listRuns(job.runsFolder)), ...[job.resume, job.rerun].filter((run) => run !== undefined)];
  const runs = await Promise.all([...new Set(folders)].map((folder) => readRunFolder(folder).catch(() => undefined)));
  const statuses = runsOfJob(
    job,
    runs.filter((run) => run !== undefined),
  ).map(({ state }) => state.status);
  return codeOf(statuses);
}

function codeOf(statuses: RunStatus[]): number | null {
  if (statuses.length === 0 || statuses.some((status) => ['crashed', 'pending', 'running'].includes(status)))
    return null;
  if (statuses.includes('failed')) return exitCodes.runFailed;
  return statuses.includes('stopped') ? exitCodes.stopped : exitCodes.done;
}
