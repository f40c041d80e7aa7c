import { watch } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../makeFolder.ts';
import type { CancelOutcome, Job, JobRequest, Queue } from './job.ts';
import { addJob, markAsked, readJobs, removeEnded, withdrawJob, writeAtOnce } from './jobFiles.ts';
import { signalProcess } from './signalProcess.ts';
import { WorkerStarter } from './workerStarter.ts';

export interface QueueOptions {
  /** Where the jobs of this machine stand (queueFolder). */
  folder: string;
  /** dist/cli.js. */
  cli: string;
  /** Whether processes may be started now: false in a workspace that is not trusted. Jobs are shown all the same. */
  mayStart(): boolean;
  log?(message: string): void;
}

/** The folder of this machine's queue below the extension's storage, which several machines may share. */
export const queueFolder = (storage: string): string =>
  join(storage, 'queue', hostname().replace(/[^\w.-]+/g, '-') || 'here');

/** Opens the queue and follows it until it is disposed; jobs() is filled once the promise has settled. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  makeFolder(options.folder);
  return new FolderQueue(options);
}

const lookMilliseconds = 1_000;
/** Notifications come in bursts. */
const settleMilliseconds = 50;

class FolderQueue implements Queue {
  private current: readonly Job[] = [];
  private seen = '';
  private readonly listeners = new Set<() => void>();
  private readonly starter: WorkerStarter;
  private readonly watcher?: { close(): void };
  private timer?: NodeJS.Timeout;
  private disposed = false;

  constructor(private readonly options: QueueOptions) {
    this.starter = new WorkerStarter(options);
    this.watcher = this.watch();
    this.look();
  }

  jobs(): readonly Job[] {
    return this.current;
  }

  async add(request: JobRequest): Promise<Job> {
    const job = addJob(this.options.folder, request);
    this.look();
    return job;
  }

  async cancel(id: string): Promise<CancelOutcome> {
    const outcome = await this.tryToCancel(id);
    this.look();
    return outcome;
  }

  async end(id: string): Promise<void> {
    const job = this.read(id);
    if (job?.state === 'running') signalProcess(job.pid, job.start, 'SIGTERM');
  }

  async forget(id: string): Promise<boolean> {
    const forgotten = removeEnded(this.options.folder, id);
    this.look();
    return forgotten;
  }

  async setAtOnce(count: number): Promise<void> {
    writeAtOnce(this.options.folder, count);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.watcher?.close();
    this.listeners.clear();
  }

  private async tryToCancel(id: string): Promise<CancelOutcome> {
    const { folder } = this.options;
    while (!this.disposed) {
      if (withdrawJob(folder, id)) return 'withdrawn';
      const job = this.read(id);
      if (job === undefined || job.state === 'ended') return 'gone';
      if (job.state === 'running') {
        if (!markAsked(folder, id)) return 'askedBefore';
        return signalProcess(job.pid, job.start, 'SIGTERM') ? 'asked' : 'gone';
      }
      // The worker has just claimed it, and will tell the trainer's pid in a moment; or it is dead, and the next one
      // puts the job back.
      await sleep(settleMilliseconds);
    }
    return 'gone';
  }

  private read(id: string): Job | undefined {
    return readJobs(this.options.folder).find((job) => job.id === id);
  }

  private watch(): { close(): void } | undefined {
    try {
      const watcher = watch(this.options.folder, { persistent: false }, () => this.lookIn(settleMilliseconds));
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }

  private lookIn(milliseconds: number): void {
    clearTimeout(this.timer);
    if (this.disposed) return;
    this.timer = setTimeout(() => this.look(), milliseconds);
    this.timer.unref();
  }

  private look(): void {
    this.current = readJobs(this.options.folder);
    if (this.options.mayStart()) this.startWorker();
    const text = JSON.stringify(this.current);
    if (text !== this.seen) for (const listener of this.listeners) listener();
    this.seen = text;
    this.lookIn(lookMilliseconds);
  }

  /** Called by a timer: what fails now is tried again at the next look. */
  private startWorker(): void {
    try {
      this.starter.ensure(this.current);
    } catch (error) {
      this.options.log?.(`The queue's worker could not be started: ${messageOf(error)}`);
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
