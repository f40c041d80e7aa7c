import type { Batch, BatchShape } from '../data/batch.ts';
import { evaluationOrder, makeBatch } from '../data/batches.ts';
import { lengthsOf } from '../data/buckets.ts';
import type { EncodedPairs } from '../data/encodedSet.ts';
import type { FinishBatch } from '../data/finishBatch.ts';
import type { BatchRequest } from '../data/prefetch.ts';
import type { Objective } from '../objective/objective.ts';

/** Examples of a batch that is only there for what fits no other. */
const overflowRows = 16;

/** What the thread that makes batches needs to know; nothing where a batch is made from the texts alone. */
export const batchRequest = ({ plan, needs }: Objective, request: BatchRequest): BatchRequest | undefined =>
  plan || needs.partners ? request : undefined;

/** Batches that a loss is measured on. */
export const evaluationBatchesOf = (set: EncodedPairs, shapes: BatchShape[], finish: FinishBatch): Batch[] =>
  evaluationOrder(set, withOverflow(set, shapes)).map((plan) => finish(makeBatch(set, plan)));

/** The training shapes, which are compiled anyway, and one more where the text has sentences too long for them. */
function withOverflow(set: EncodedPairs, shapes: BatchShape[]): BatchShape[] {
  const lengths = set.sources.map((_, index) => lengthsOf(set, index));
  const tooLong = lengths.filter(
    ({ source, target }) => !shapes.some((shape) => source <= shape.source && target <= shape.target),
  );
  if (tooLong.length === 0) return shapes;
  const source = Math.max(...tooLong.map((length) => length.source));
  const target = Math.max(...tooLong.map((length) => length.target));
  return [...shapes, { rows: Math.min(overflowRows, tooLong.length), source, target }];
}
