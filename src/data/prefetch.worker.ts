import { parentPort, workerData } from 'node:worker_threads';
import { makeBatch, trainingOrder } from './batches.ts';
import { unpackPairs } from './packedPairs.ts';
import type { PlacedBatch, PrefetchTask } from './prefetch.ts';

const { pairs, shapes, seed, fromEpoch, fromIndex } = workerData as PrefetchTask;

function* batches(): Generator<PlacedBatch> {
  const set = unpackPairs(pairs);
  for (let epoch = fromEpoch; ; epoch++) {
    const order = trainingOrder(set, shapes, seed, epoch);
    if (order.length === 0) throw new Error('there are no examples to make batches of');
    for (let index = epoch === fromEpoch ? fromIndex : 0; index < order.length; index++) {
      yield { epoch, index, batch: makeBatch(set, order[index]) };
    }
  }
}

const inOrder = batches();
// Each message asks for one batch more; its arrays move to the other thread without being copied.
parentPort?.on('message', () => {
  const placed = inOrder.next().value as PlacedBatch;
  const { source, target, examples } = placed.batch;
  parentPort?.postMessage(placed, [source.buffer, target.buffer, examples.buffer] as ArrayBuffer[]);
});
