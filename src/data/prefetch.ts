import type { WordVectors } from '../objective/corpus.ts';
import type { Variant } from '../objective/objective.ts';
import type { BatchShape } from './batch.ts';
import type { PictureFeatures } from './captioning/features/featureTable.ts';
import type { EncodedPairs } from './encodedSet.ts';
import { type PackedPairs, packPairs } from './packedPairs.ts';
import { type BatchSource, workerBatches } from './workerBatches.ts';

/** What the thread needs to draw sequences and whatever else the objective asks of a batch. */
export interface BatchRequest {
  variant: Variant;
  /** The target vocabulary by id. */
  tokens: readonly string[];
  vectors?: WordVectors;
}

/** What the worker is started with. */
export interface PrefetchTask {
  request?: BatchRequest;
  /** Where the features of pictures lie, whose numbers are the sources. */
  pictures?: PictureFeatures;
  pairs: PackedPairs;
  shapes: readonly BatchShape[];
  seed: number;
  fromEpoch: number;
  fromIndex: number;
}

/**
 * Makes the batches of `trainingOrder` in a thread of their own, ahead of the step that asks for them. They are the very
 * same as those made in place; `fromEpoch` and `fromIndex` say where a resumed training goes on.
 */
export function prefetchBatches(
  set: EncodedPairs,
  shapes: readonly BatchShape[],
  seed: number,
  from: { fromEpoch: number; fromIndex: number },
  { request, pictures }: Pick<PrefetchTask, 'request' | 'pictures'> = {},
): BatchSource {
  const workerData: PrefetchTask = { pairs: packPairs(set), shapes, seed, ...from, request, pictures };
  return workerBatches('prefetch.worker.js', workerData);
}
