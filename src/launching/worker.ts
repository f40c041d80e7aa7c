import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from '../processStart.ts';
import type { Job } from './job.ts';
import { claimJob, logTail, readAtOnce, readJobs, removeOld, unclaimJob, writeState } from './jobFiles.ts';
import { judgeEnd } from './judgeEnd.ts';
import { isProcess } from './signalProcess.ts';
import { spawnDetached } from './spawnDetached.ts';
import { trainerArguments } from './trainerArguments.ts';

const roundMilliseconds = 300;
/** Jobs that are added one after another find the worker still there. */
const idleMilliseconds = 4_000;
const keepMilliseconds = 14 * 24 * 3_600_000;

type RunningJob = Job & { state: 'running' };

/**
 * Does the jobs of a folder until nothing is left for a few seconds. It keeps nothing in memory that is not in the
 * folder but the trainers that it started itself: the next worker recognises those by pid and start time.
 */
export class QueueWorker {
  /** Trainers that this process will hear of when they end. */
  private readonly own = new Set<string>();

  constructor(
    private readonly folder: string,
    /** The command line that trainers are started with. */
    private readonly cli: string,
  ) {}

  async run(): Promise<void> {
    removeOld(this.folder, keepMilliseconds);
    for (const job of readJobs(this.folder)) this.putBack(job);
    let busyAt = performance.now();
    // After an update of the extension its command line is another one, with a worker of its own.
    while (performance.now() - busyAt < idleMilliseconds && existsSync(this.cli)) {
      if (await this.round()) busyAt = performance.now();
      await sleep(roundMilliseconds);
    }
  }

  /** Answers whether anything is left. */
  private async round(): Promise<boolean> {
    for (const job of readJobs(this.folder)) if (job.state === 'running') await this.endIfGone(job);
    const jobs = readJobs(this.folder).filter(({ state }) => state !== 'ended');
    const free = readAtOnce(this.folder) - jobs.filter(({ state }) => state === 'running').length;
    const waiting = jobs.filter(({ state }) => state === 'waiting');
    for (const job of waiting.slice(0, Math.max(0, free))) if (claimJob(this.folder, job.id)) this.start(job);
    return jobs.length > 0;
  }

  /** A job that was claimed by a worker that was killed before it could start the trainer. */
  private putBack(job: Job): void {
    if (job.state === 'waiting') unclaimJob(this.folder, job.id);
  }

  private start(job: Job): void {
    const { node, log, id } = job;
    const failed = (error: Error) => this.end(job, null, null, `${node} could not be started: ${error.message}`);
    const child = this.spawn(job, failed);
    if (child === undefined) return;
    this.own.add(id);
    child.once('error', failed);
    child.once('exit', (code, signal) => this.end(job, code, signal, logTail(log)));
    if (child.pid === undefined) return;
    // At once: should this process be killed, the next worker has to know of the trainer.
    const start = processStart(child.pid) ?? '';
    writeState(this.folder, job, { state: 'running', pid: child.pid, start, since: new Date().toISOString() });
  }

  /** Undefined where not even its log could be opened. */
  private spawn(job: Job, failed: (error: Error) => void): ChildProcess | undefined {
    const { node, environment, log } = job;
    const args = [this.cli, ...trainerArguments(job)];
    try {
      return spawnDetached({ node, args, environment, log, cwd: workFolder(job) });
    } catch (error) {
      failed(error as Error);
      return undefined;
    }
  }

  /** Of a trainer that another worker started, only its run folders tell how it ended. */
  private async endIfGone(job: RunningJob): Promise<void> {
    if (this.own.has(job.id) || isProcess(job.pid, job.start)) return;
    this.end(job, await judgeEnd(job), null, logTail(job.log));
  }

  private end(job: Job, code: number | null, signal: string | null, message: string): void {
    this.own.delete(job.id);
    writeState(this.folder, job, { state: 'ended', code, signal, message, at: new Date().toISOString() });
  }
}

/** A run can be resumed where its experiment file is no more: a folder that is not there would end the start. */
const workFolder = ({ file }: Job): string | undefined => (existsSync(dirname(file)) ? dirname(file) : undefined);
