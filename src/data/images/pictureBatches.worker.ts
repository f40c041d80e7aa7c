import { workerData } from 'node:worker_threads';
import { serveBatches } from '../serveBatches.ts';
import type { PlacedBatch } from '../workerBatches.ts';
import { PictureBatcher, type PictureBatchesTask, pictureOrder } from './pictureBatches.ts';

const task = workerData as PictureBatchesTask;

function* batches(): Generator<PlacedBatch> {
  const batcher = new PictureBatcher(task);
  const { set, rows, seed, fromEpoch, fromIndex } = task;
  for (let epoch = fromEpoch; ; epoch++) {
    const order = pictureOrder(set.labels.length, rows, seed, epoch);
    for (let index = epoch === fromEpoch ? fromIndex : 0; index < order.length; index++)
      yield { epoch, index, batch: batcher.batch(order[index] as Int32Array, epoch, index) };
  }
}

serveBatches(batches());
