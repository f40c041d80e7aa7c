import { parentPort, workerData } from 'node:worker_threads';
import { composeObjective } from '../objective/objective.ts';
import { makeBatch, trainingOrder } from './batches.ts';
import { corpusOf } from './corpusOf.ts';
import type { EncodedPairs } from './encodedSet.ts';
import { batchFinisher, type FinishBatch } from './finishBatch.ts';
import { unpackPairs } from './packedPairs.ts';
import type { PlacedBatch, PrefetchTask } from './prefetch.ts';
import { sequenceRandom } from './sequenceRandom.ts';

const { pairs, shapes, seed, fromEpoch, fromIndex, request } = workerData as PrefetchTask;

function finisher(set: EncodedPairs): FinishBatch {
  if (!request) return (batch) => batch;
  return batchFinisher(composeObjective(request.variant), corpusOf(set, request.tokens, request.vectors));
}

function* batches(): Generator<PlacedBatch> {
  const set = unpackPairs(pairs);
  const finish = finisher(set);
  for (let epoch = fromEpoch; ; epoch++) {
    const order = trainingOrder(set, shapes, seed, epoch);
    if (order.length === 0) throw new Error('there are no examples to make batches of');
    for (let index = epoch === fromEpoch ? fromIndex : 0; index < order.length; index++) {
      yield { epoch, index, batch: finish(makeBatch(set, order[index]), sequenceRandom(seed, epoch, index)) };
    }
  }
}

/** The memory of a batch, which moves to the other thread without being copied. */
function buffersOf({ batch: { source, target, examples, drawn, partners } }: PlacedBatch): ArrayBuffer[] {
  const arrays = [source, target, examples, ...(drawn ? [drawn.target, drawn.weight, drawn.gold] : [])];
  return [...arrays, ...(partners ? [partners] : [])].map(({ buffer }) => buffer as ArrayBuffer);
}

const inOrder = batches();
// Each message asks for one batch more.
parentPort?.on('message', () => {
  const placed = inOrder.next().value as PlacedBatch;
  parentPort?.postMessage(placed, buffersOf(placed));
});
