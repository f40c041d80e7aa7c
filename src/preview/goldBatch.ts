import { type Batch, special } from '../data/batch.ts';
import type { GoldBatch } from '../objective/sampler.ts';

/** What a sampler sees of a batch. */
export const goldBatch = ({ shape, target, examples }: Batch): GoldBatch => ({
  ...{ rows: shape.rows, length: shape.target },
  ...{ target, examples },
});

/**
 * A row's gold sequence with its end of sentence, or in another `target` what stands in its place: a sample may have
 * lost its end, but has the gold one's length. Empty for a row without example.
 */
export function sequenceOf({ target: gold, length }: GoldBatch, row: number, target = gold): Int32Array {
  const start = row * length;
  const end = gold.subarray(start, start + length).indexOf(special.eos);
  return target.subarray(start, start + end + 1);
}
