import type { Queue } from './job.ts';

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
export function queueFolder(_storage: string): string {
  throw new Error('not written yet');
}

/** Opens the queue and follows it until it is disposed; jobs() is filled once the promise has settled. */
export async function openQueue(_options: QueueOptions): Promise<Queue> {
  throw new Error('not written yet');
}
