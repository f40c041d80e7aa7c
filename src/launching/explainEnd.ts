import { exitCodes } from '../userError.ts';
import type { Job } from './job.ts';
import type { JobRun } from './runsOfJob.ts';

/** What a person is told of a job that ended otherwise than as wanted, and what can be done about it. */
export interface EndExplanation {
  title: string;
  detail: string;
  offers: ('log' | 'file' | 'install' | 'resume')[];
  /** Where the fault is in the experiment file, counted from 1. */
  position?: { file: string; line: number; column: number };
}

type EndedJob = Job & { state: 'ended' };

/** `runs`: those of the job (runsOfJob). Undefined where there is nothing to explain: done, or stopped on request. */
export function explainEnd(job: EndedJob, runs: readonly JobRun[]): EndExplanation | undefined {
  const { code, signal, message } = job;
  if (code === exitCodes.done || code === exitCodes.stopped) return undefined;
  if (code === exitCodes.noEngine) return noEngine(message);
  if (code === exitCodes.badInput) return badInput(job);
  if (isOutOfMemory(message)) return outOfMemory(job, runs, 'It asked for more memory than it could get');
  if (signal === 'SIGKILL' || code === 137) return killed(job, runs);
  if (signal !== null) return crashed(job, runs, `The trainer was ended by ${signal}`);
  if (code === exitCodes.runFailed) return failed(job, runs);
  if (code === null && runs.some(({ state }) => state.status === 'crashed')) {
    return crashed(job, runs, 'The trainer is gone without a word: it was killed, or the machine was restarted');
  }
  return { title: `${job.experiment}: training could not be started`, detail: reasonIn(message), offers: ['log'] };
}

/** The last thing that was told, and the line below it, which says what to do. A notification has no room for more. */
function reasonIn(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '' && !/^Node\.js v/.test(line));
  const start = Math.max(
    0,
    lines.findLastIndex((line) => !/^\s/.test(line)),
  );
  return lines
    .slice(start, start + 2)
    .map((line) => line.trim())
    .join('\n');
}

function noEngine(message: string): EndExplanation {
  const reason = message.split('\n').find((line) => /engine|TensorFlow/.test(line)) ?? reasonIn(message);
  return { title: 'There is no engine to train with', detail: reason.trim(), offers: ['install', 'log'] };
}

function badInput({ experiment, file, message }: EndedJob): EndExplanation {
  const [, place, line, column, fault] = /^(.+?):(\d+):(\d+): (.+)$/m.exec(message) ?? [];
  if (place !== undefined && fault !== undefined) {
    const position = { file: place, line: Number(line), column: Number(column) };
    return { title: `${experiment}: the file has errors`, detail: fault, offers: ['file', 'log'], position };
  }
  return { title: `${experiment} cannot be run`, detail: reasonIn(message) || file, offers: ['file', 'log'] };
}

const isOutOfMemory = (message: string): boolean =>
  /heap out of memory|heap limit|bad_alloc|Cannot allocate memory|OOM when allocating|allocation failed/i.test(message);

/** A person who has ended the trainer needs no explanation. */
function killed(job: EndedJob, runs: readonly JobRun[]): EndExplanation | undefined {
  if (runs.some(({ stopRequested, state }) => stopRequested && state.status === 'crashed')) return undefined;
  return outOfMemory(job, runs, 'The system killed the trainer, which it does when memory runs out');
}

const outOfMemory = (job: EndedJob, runs: readonly JobRun[], what: string): EndExplanation => ({
  title: `${nameOf(job, runs, 'crashed')}: out of memory`,
  detail: `${what}. Use a smaller \`batch\` or model, or run fewer at once; then resume.`,
  offers: ['resume', 'log'],
});

const crashed = (job: EndedJob, runs: readonly JobRun[], what: string): EndExplanation => ({
  title: `${nameOf(job, runs, 'crashed')} has crashed`,
  detail: `${what}. It goes on from its last checkpoint when it is resumed.`,
  offers: ['resume', 'log'],
});

/** Faults of the disk are mended outside, and the run then goes on; all others lie in what was asked for. */
const mendedOutside = /^(disk-|file-size|not-writable)/;

function failed(job: EndedJob, runs: readonly JobRun[]): EndExplanation {
  const run = runs.find(({ state }) => state.status === 'failed');
  const ended = run?.state.ended;
  if (ended === undefined) {
    const title = /another process/.test(job.message) ? 'is being trained by another process' : 'has failed';
    return { title: `${nameOf(job, runs)} ${title}`, detail: reasonIn(job.message), offers: ['log'] };
  }
  const offers: EndExplanation['offers'] = mendedOutside.test(ended.code) ? ['resume', 'log'] : ['file', 'log'];
  return { title: `${nameOf(job, runs, 'failed')} has failed`, detail: ended.reason, offers };
}

/** The run that it happened to, where it is known. */
function nameOf({ experiment }: EndedJob, runs: readonly JobRun[], status?: string): string {
  const run = runs.find(({ state }) => state.status === status) ?? (runs.length === 1 ? runs[0] : undefined);
  return run ? `${run.manifest.variant} seed ${run.manifest.seed}` : experiment;
}
