import { isLocked } from '../lock.ts';
import type { Job } from './job.ts';
import { claimJob, logTail, workerLock, workerLog, writeState } from './jobFiles.ts';
import { spawnDetached } from './spawnDetached.ts';

/** A worker needs a moment until it holds the lock. */
const startMilliseconds = 5_000;
const mostFailures = 3;

/** Sees to it that a worker is there as long as there are jobs, whichever window they came from. */
export class WorkerStarter {
  private startedAt = Number.NEGATIVE_INFINITY;
  private failures = 0;

  constructor(private readonly options: { folder: string; cli: string; log?(message: string): void }) {}

  ensure(jobs: readonly Job[]): void {
    const left = jobs.filter(({ state }) => state !== 'ended');
    const [first] = left;
    if (first === undefined || isLocked(workerLock(this.options.folder))) return;
    if (performance.now() - this.startedAt < startMilliseconds) return;
    this.startedAt = performance.now();
    this.start(first, left);
  }

  /** The worker runs in the Node of the first job, which was tried when that was added. */
  private start({ node, environment }: Job, left: readonly Job[]): void {
    const { folder, cli } = this.options;
    const log = workerLog(folder);
    const startedAt = performance.now();
    const child = spawnDetached({ node, args: [cli, 'queue', folder], environment, log });
    child.once('error', (error) => this.giveUp(`${node} could not be started: ${error.message}`, left));
    child.once('exit', (code) => {
      this.startedAt = Number.NEGATIVE_INFINITY;
      // One that worked and was killed is simply started again.
      if (code === 0 || performance.now() - startedAt > startMilliseconds) this.failures = 0;
      else this.failed(logTail(log), left);
    });
  }

  /** What fails again and again is told as the jobs' own failure. */
  private failed(why: string, jobs: readonly Job[]): void {
    this.options.log?.(`The queue's worker ended: ${why}`);
    this.failures += 1;
    if (this.failures >= mostFailures) this.giveUp(why, jobs);
  }

  private giveUp(why: string, jobs: readonly Job[]): void {
    this.failures = 0;
    this.startedAt = Number.NEGATIVE_INFINITY;
    const end = { state: 'ended', code: null, signal: null, message: why, at: new Date().toISOString() } as const;
    try {
      for (const job of jobs) if (claimJob(this.options.folder, job.id)) writeState(this.options.folder, job, end);
    } catch (error) {
      this.options.log?.(`The jobs could not be ended: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
