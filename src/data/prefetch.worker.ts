import { workerData } from 'node:worker_threads';
import { composeObjective } from '../objective/objective.ts';
import { makeBatch, orderFor } from './batches.ts';
import { FeatureReader } from './captioning/features/featureReader.ts';
import { withFeatures } from './captioning/withFeatures.ts';
import { corpusOf } from './corpusOf.ts';
import type { EncodedPairs } from './encodedSet.ts';
import { batchFinisher, type FinishBatch } from './finishBatch.ts';
import { unpackPairs } from './packedPairs.ts';
import type { PrefetchTask } from './prefetch.ts';
import { sequenceRandom } from './sequenceRandom.ts';
import { serveBatches } from './serveBatches.ts';
import type { PlacedBatch } from './workerBatches.ts';

const { pairs, shapes, seed, fromEpoch, fromIndex, request, pictures } = workerData as PrefetchTask;

function finisher(set: EncodedPairs): FinishBatch {
  if (!request) return (batch) => batch;
  return batchFinisher(composeObjective(request.variant), corpusOf(set, request.tokens, request.vectors));
}

function* batches(): Generator<PlacedBatch> {
  const set = unpackPairs(pairs);
  const finish = finisher(set);
  const reader = pictures && new FeatureReader(pictures);
  const orderOf = orderFor(pictures);
  for (let epoch = fromEpoch; ; epoch++) {
    const order = orderOf(set, shapes, seed, epoch);
    if (order.length === 0) throw new Error('there are no examples to make batches of');
    for (let index = epoch === fromEpoch ? fromIndex : 0; index < order.length; index++) {
      const batch = finish(makeBatch(set, order[index]), sequenceRandom(seed, epoch, index));
      yield { epoch, index, batch: reader ? withFeatures(batch, reader) : batch };
    }
  }
}

serveBatches(batches());
