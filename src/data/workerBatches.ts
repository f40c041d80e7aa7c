import { Worker } from 'node:worker_threads';
import { distFile } from '../distFile.ts';
import { UserError } from '../userError.ts';
import type { Batch } from './batch.ts';

/** A batch with its place in the training: both count from 0. */
export interface PlacedBatch {
  epoch: number;
  index: number;
  batch: Batch;
}

/** What the worker says of a file that is not as it should be: an error's class does not survive the way. */
export interface Failure {
  failure: Pick<UserError, 'message' | 'fix' | 'position'>;
}

/** Batches in training order, epoch after epoch without end. */
export interface BatchSource {
  /** Rejects when the worker fails, and after `close`. */
  next(): Promise<PlacedBatch>;
  /** Ends the worker thread; it must be called, or the process does not end. */
  close(): Promise<void>;
}

/** The batches that a worker serves (serveBatches.ts): `file` is its name in the build. */
export const workerBatches = (file: string, workerData: unknown): BatchSource =>
  new WorkerBatches(new Worker(distFile(file), { workerData }));

/** Batches that are kept ready. */
const ahead = 4;

interface Waiter {
  resolve(batch: PlacedBatch): void;
  reject(error: unknown): void;
}

class WorkerBatches implements BatchSource {
  private readonly worker: Worker;
  private readonly ready: PlacedBatch[] = [];
  private readonly waiting: Waiter[] = [];
  private failure?: { error: unknown };

  constructor(worker: Worker) {
    this.worker = worker;
    worker.on('message', (message: PlacedBatch | Failure) => {
      if ('failure' in message) this.fail(new UserError(message.failure.message, message.failure));
      else this.take(message);
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', (code) => this.fail(new Error(`the thread that makes batches ended with code ${code}`)));
    for (let request = 0; request < ahead; request++) worker.postMessage('more');
  }

  next(): Promise<PlacedBatch> {
    const batch = this.ready.shift();
    if (batch !== undefined) {
      this.worker.postMessage('more');
      return Promise.resolve(batch);
    }
    if (this.failure !== undefined) return Promise.reject(this.failure.error);
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    this.fail(new Error('no more batches: closed'));
    this.ready.length = 0;
    await this.worker.terminate();
  }

  private take(batch: PlacedBatch): void {
    const waiter = this.waiting.shift();
    if (waiter === undefined) {
      this.ready.push(batch);
      return;
    }
    this.worker.postMessage('more');
    waiter.resolve(batch);
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    for (const waiter of this.waiting.splice(0)) waiter.reject(this.failure.error);
  }
}
