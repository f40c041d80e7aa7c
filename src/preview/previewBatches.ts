import type { Batch } from '../data/batch.ts';
import { type BatchPlan, makeBatch } from '../data/batches.ts';
import type { EncodedPairs } from '../data/encodedSet.ts';

/** A batch with its place in the epoch, and how many of its first rows are shown. */
export interface PreviewBatch {
  index: number;
  batch: Batch;
  shown: number;
}

/**
 * The first batches of an epoch's order, as many as hold the wanted sentences: a batch is drawn as a whole, since its
 * sentences may share pools and normalisations.
 */
export function previewBatches(set: EncodedPairs, order: readonly BatchPlan[], sentences: number): PreviewBatch[] {
  const batches: PreviewBatch[] = [];
  let wanted = sentences;
  for (const [index, plan] of order.entries()) {
    if (wanted <= 0) break;
    const shown = Math.min(wanted, plan.examples.length);
    batches.push({ index, batch: makeBatch(set, plan), shown });
    wanted -= shown;
  }
  return batches;
}
