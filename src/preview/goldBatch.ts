import { type Batch, special } from '../data/batch.ts';
import type { GoldBatch } from '../objective/sampler.ts';

/** What a sampler sees of a batch. */
export const goldBatch = ({ shape, target, examples }: Batch): GoldBatch => ({
  ...{ rows: shape.rows, length: shape.target },
  ...{ target, examples },
});

/** A row's sequence with its end of sentence; empty for a row without example. */
export function sequenceOf(target: Int32Array, length: number, row: number): Int32Array {
  const positions = target.subarray(row * length, (row + 1) * length);
  const end = positions.indexOf(special.eos);
  return positions.subarray(0, end + 1);
}
