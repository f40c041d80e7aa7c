import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Job, JobRequest, JobState } from './job.ts';

/**
 * A job is a file `ID.STATE.json`. A waiting one is taken by renaming or removing it, which only one process can do: the worker to
 * run it, or a window to take it out. All else of a job is changed by the worker, by replacing whole files.
 */
const states = ['waiting', 'running', 'ended'] as const;
const form = /^([\w-]+)\.(waiting|running|ended)\.json$/;
const atOnceFile = 'at-once';
export const workerLock = (folder: string): string => join(folder, 'worker.lock');
export const workerLog = (folder: string): string => join(folder, 'worker.log');

const jobFile = (folder: string, id: string, state: JobState['state']): string => join(folder, `${id}.${state}.json`);

/** All jobs, oldest first. One that is between two states is told in the later one. */
export function readJobs(folder: string): Job[] {
  const latest = new Map<string, JobState['state']>();
  for (const name of namesIn(folder)) {
    const [, id, state] = (form.exec(name) ?? []) as [string?, string?, JobState['state']?];
    if (id === undefined || state === undefined) continue;
    const other = latest.get(id);
    if (other === undefined || states.indexOf(other) < states.indexOf(state)) latest.set(id, state);
  }
  const jobs = [...latest].flatMap(([id, state]) => readJob(jobFile(folder, id, state)) ?? []);
  return jobs.sort((a, b) => (a.id < b.id ? -1 : 1));
}

let lastAdded = 0;

export function addJob(folder: string, request: JobRequest): Job {
  mkdirSync(folder, { recursive: true });
  // Jobs that are added within a millisecond keep their order, which is that of their ids.
  lastAdded = Math.max(Date.now(), lastAdded + 1);
  const id = `${lastAdded.toString(36)}-${randomBytes(4).toString('hex')}`;
  const addedAt = new Date().toISOString();
  const job: Job = { ...request, id, addedAt, log: join(folder, `${id}.log`), state: 'waiting' };
  write(jobFile(folder, id, 'waiting'), job);
  return job;
}

/** Takes a waiting job to run it; false where it was taken out meanwhile. */
export const claimJob = (folder: string, id: string): boolean =>
  moved(jobFile(folder, id, 'waiting'), jobFile(folder, id, 'running'));

/** Puts back a job that was claimed by a worker which did not live to start it. */
export const unclaimJob = (folder: string, id: string): boolean =>
  moved(jobFile(folder, id, 'running'), jobFile(folder, id, 'waiting'));

/** Takes a waiting job out; false where the worker has it. */
export const withdrawJob = (folder: string, id: string): boolean => removed(jobFile(folder, id, 'waiting'));

const stopMark = (folder: string, id: string): string => join(folder, `${id}.asked`);

/** Notes that a job is asked to stop; false where it was noted before, by whichever process. */
export function markAsked(folder: string, id: string): boolean {
  try {
    writeFileSync(stopMark(folder, id), '', { flag: 'wx' });
    return true;
  } catch (error) {
    // On a disk that is full it is better to ask twice than never.
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

/** Writes the state that a claimed job has come to. */
export function writeState(folder: string, job: Job, state: Exclude<JobState, { state: 'waiting' }>): Job {
  const { id } = job;
  const next: Job = { ...job, ...state };
  write(jobFile(folder, id, state.state), next);
  if (state.state === 'ended') {
    rmSync(jobFile(folder, id, 'running'), { force: true });
    rmSync(stopMark(folder, id), { force: true });
  }
  return next;
}

/** Whether it was this process that has removed it. */
export const removeEnded = (folder: string, id: string): boolean => removed(jobFile(folder, id, 'ended'));

/** Removes what nobody has forgotten: logs and ended jobs older than `milliseconds`. */
export function removeOld(folder: string, milliseconds: number): void {
  for (const name of namesIn(folder)) {
    if (!/^[\w-]+\.(log|asked|ended\.json)$/.test(name)) continue;
    const modified = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs;
    if (modified !== undefined && Date.now() - modified > milliseconds) rmSync(join(folder, name), { force: true });
  }
}

/** How many trainers run at once; 1 unless it was set. */
export function readAtOnce(folder: string): number {
  const count = Number(readText(join(folder, atOnceFile)));
  return Number.isInteger(count) && count >= 1 ? count : 1;
}

export function writeAtOnce(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  replace(join(folder, atOnceFile), String(count));
}

const tailBytes = 4096;
const tailLines = 12;

/** The last lines of a log, as far as they tell something. */
export function logTail(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const size = statSync(path).size;
      const bytes = Buffer.alloc(Math.min(size, tailBytes));
      readSync(file, bytes, 0, bytes.length, size - bytes.length);
      return bytes.toString('utf8').trim().split('\n').slice(-tailLines).join('\n');
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Undefined for one that has just gone on to its next state, and for a damaged one. */
function readJob(path: string): Job | undefined {
  try {
    const job = JSON.parse(readText(path) ?? '') as Partial<Job> | null;
    const valid = typeof job?.id === 'string' && typeof job.file === 'string' && typeof job.node === 'string';
    return valid && states.includes(job.state as JobState['state']) ? (job as Job) : undefined;
  } catch {
    return undefined;
  }
}

const write = (path: string, job: Job): void => replace(path, `${JSON.stringify(job, null, 2)}\n`);

function replace(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.new`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}

const moved = (from: string, to: string): boolean => isThere(() => renameSync(from, to));

const removed = (path: string): boolean => isThere(() => unlinkSync(path));

/** Of several processes that move or remove the same file, one does it, and the others find none. */
function isThere(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
