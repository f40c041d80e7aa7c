import type { Batch, BatchShape } from '../data/batch.ts';
import { makeBatch, trainingOrder } from '../data/batches.ts';
import type { EncodedPairs } from '../data/encodedSet.ts';

/** A batch with its place in the epoch, and how many of its first rows are shown. */
export interface PreviewBatch {
  index: number;
  batch: Batch;
  shown: number;
}

/**
 * The first batches of the first epoch, as many as hold the wanted sentences: a batch is drawn as a whole, since its
 * sentences may share pools and normalisations.
 */
export function previewBatches(
  set: EncodedPairs,
  shapes: readonly BatchShape[],
  seed: number,
  sentences: number,
): PreviewBatch[] {
  const batches: PreviewBatch[] = [];
  let wanted = sentences;
  for (const [index, plan] of trainingOrder(set, shapes, seed, 0).entries()) {
    if (wanted <= 0) break;
    const shown = Math.min(wanted, plan.examples.length);
    batches.push({ index, batch: makeBatch(set, plan), shown });
    wanted -= shown;
  }
  return batches;
}
