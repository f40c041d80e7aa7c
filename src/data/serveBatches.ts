import { parentPort } from 'node:worker_threads';
import { UserError } from '../userError.ts';
import type { Failure, PlacedBatch } from './workerBatches.ts';

/** Answers the thread that trains: each of its messages asks for one batch more. */
export function serveBatches(batches: Iterator<PlacedBatch>): void {
  parentPort?.on('message', () => {
    try {
      const { value: placed, done } = batches.next();
      // What has failed has no more, and the failure has been told.
      if (!done) parentPort?.postMessage(placed, buffersOf(placed));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message, fix, position } = error;
      parentPort?.postMessage({ failure: { message, fix, position } } satisfies Failure);
    }
  });
}

/** The memory of a batch, which moves to the other thread without being copied. */
function buffersOf({ batch: { source, features, target, examples, drawn, partners } }: PlacedBatch): ArrayBuffer[] {
  const arrays = [
    source,
    target,
    examples,
    ...Object.values(features ?? {}),
    ...(drawn ? [drawn.target, drawn.weight, drawn.gold] : []),
  ];
  return [...arrays, ...(partners ? [partners] : [])].map(({ buffer }) => buffer as ArrayBuffer);
}
