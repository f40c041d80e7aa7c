import { parentPort, workerData } from 'node:worker_threads';
import { composeObjective } from '../objective/objective.ts';
import { UserError } from '../userError.ts';
import { makeBatch, orderBySource, trainingOrder } from './batches.ts';
import { FeatureReader } from './captioning/features/featureReader.ts';
import { withFeatures } from './captioning/withFeatures.ts';
import { corpusOf } from './corpusOf.ts';
import type { EncodedPairs } from './encodedSet.ts';
import { batchFinisher, type FinishBatch } from './finishBatch.ts';
import { unpackPairs } from './packedPairs.ts';
import type { Failure, PlacedBatch, PrefetchTask } from './prefetch.ts';
import { sequenceRandom } from './sequenceRandom.ts';

const { pairs, shapes, seed, fromEpoch, fromIndex, request, pictures } = workerData as PrefetchTask;

function finisher(set: EncodedPairs): FinishBatch {
  if (!request) return (batch) => batch;
  return batchFinisher(composeObjective(request.variant), corpusOf(set, request.tokens, request.vectors));
}

function* batches(): Generator<PlacedBatch> {
  const set = unpackPairs(pairs);
  const finish = finisher(set);
  const reader = pictures && new FeatureReader(pictures);
  const orderOf = reader ? orderBySource : trainingOrder;
  for (let epoch = fromEpoch; ; epoch++) {
    const order = orderOf(set, shapes, seed, epoch);
    if (order.length === 0) throw new Error('there are no examples to make batches of');
    for (let index = epoch === fromEpoch ? fromIndex : 0; index < order.length; index++) {
      const batch = finish(makeBatch(set, order[index]), sequenceRandom(seed, epoch, index));
      yield { epoch, index, batch: reader ? withFeatures(batch, reader) : batch };
    }
  }
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

const inOrder = batches();
// Each message asks for one batch more.
parentPort?.on('message', () => {
  try {
    const placed = inOrder.next().value as PlacedBatch;
    parentPort?.postMessage(placed, buffersOf(placed));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, fix, position } = error;
    parentPort?.postMessage({ failure: { message, fix, position } } satisfies Failure);
  }
});
