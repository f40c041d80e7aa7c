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

/** Logits of a batch that a loss is measured on, at most: 128 MiB, of which a few are held at once. */
const mostLogits = 2 ** 25;

/** Batches that a loss is measured on, by a model that chooses among `classes`. */
export const evaluationBatchesOf = (
  set: EncodedPairs,
  shapes: BatchShape[],
  finish: FinishBatch,
  classes: number,
): Batch[] =>
  evaluationOrder(
    set,
    withOverflow(set, shapes).map((shape) => withinMemory(shape, classes)),
  ).map((plan) => finish(makeBatch(set, plan)));

/** The shape with as many rows as memory should be taken for: what is measured does not depend on them. */
const withinMemory = (shape: BatchShape, classes: number): BatchShape => ({
  ...shape,
  rows: Math.max(1, Math.min(shape.rows, Math.floor(mostLogits / (shape.target * classes)))),
});

/** The training shapes, and one more where the text has sentences too long for them. */
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
