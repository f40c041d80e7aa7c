import { type Batch, type BatchShape, special } from './batch.ts';
import { assignExamples } from './buckets.ts';
import type { EncodedPairs } from './encodedSet.ts';
import { permutation } from './random.ts';

/** Which examples share a batch; fewer than the shape has rows where a shape's examples do not come out even. */
export interface BatchPlan {
  shape: BatchShape;
  examples: Int32Array;
}

/**
 * The batches of one epoch in the order in which they are trained on. Every example is in exactly one. The order is a
 * function of the set, the shapes, `seed` and `epoch` alone.
 */
export function trainingOrder(
  set: EncodedPairs,
  shapes: readonly BatchShape[],
  seed: number,
  epoch: number,
): BatchPlan[] {
  const rank = new Int32Array(set.sources.length);
  for (const [at, example] of permutation(seed, 'order of examples', epoch, rank.length).entries()) rank[example] = at;
  return inBatches(set, shapes, rank, { seed, epoch });
}

/**
 * The same where examples that follow each other may have the same source, such as captions of one picture: they stay
 * together, so that a batch has few sources.
 */
export function orderBySource(
  set: EncodedPairs,
  shapes: readonly BatchShape[],
  seed: number,
  epoch: number,
): BatchPlan[] {
  const starts = [...set.sources.keys()].filter((at) => at === 0 || !sameIds(set.sources[at], set.sources[at - 1]));
  const rank = new Int32Array(set.sources.length);
  let next = 0;
  for (const group of permutation(seed, 'order of sources', epoch, starts.length)) {
    const end = starts[group + 1] ?? rank.length;
    for (let example = starts[group]; example < end; example++) rank[example] = next++;
  }
  return inBatches(set, shapes, rank, { seed, epoch });
}

/** The order of an epoch of sequences; where the sources are numbers of pictures, by source. */
export const orderFor = (pictures: object | undefined) => (pictures ? orderBySource : trainingOrder);

const sameIds = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((id, at) => id === b[at]);

/** Batches of examples by ascending rank, in an order by chance. */
function inBatches(
  set: EncodedPairs,
  shapes: readonly BatchShape[],
  rank: Int32Array,
  { seed, epoch }: { seed: number; epoch: number },
): BatchPlan[] {
  const plans = assignExamples(set, shapes).flatMap((examples, at) =>
    chunk(
      examples.sort((a, b) => rank[a] - rank[b]),
      shapes[at],
    ),
  );
  return Array.from(permutation(seed, 'order of batches', epoch, plans.length), (at) => plans[at]);
}

/** Batches that hold every example of a set once, shape by shape. */
export function evaluationOrder(set: EncodedPairs, shapes: readonly BatchShape[]): BatchPlan[] {
  return assignExamples(set, shapes).flatMap((examples, at) => chunk(examples, shapes[at]));
}

function chunk(examples: number[], shape: BatchShape): BatchPlan[] {
  return Array.from({ length: Math.ceil(examples.length / shape.rows) }, (_, at) => ({
    shape,
    examples: Int32Array.from(examples.slice(at * shape.rows, (at + 1) * shape.rows)),
  }));
}

/** Both sides of each example with the end of sentence, padded to the shape. */
export function makeBatch(set: EncodedPairs, { shape, examples }: BatchPlan): Batch {
  const batch: Batch = {
    shape,
    source: new Int32Array(shape.rows * shape.source).fill(special.pad),
    target: new Int32Array(shape.rows * shape.target).fill(special.pad),
    examples: new Int32Array(shape.rows).fill(-1),
    tokens: 0,
  };
  batch.examples.set(examples);
  for (const [row, example] of examples.entries()) {
    writeRow(batch.source, row * shape.source, set.sources[example]);
    writeRow(batch.target, row * shape.target, set.targets[example]);
    batch.tokens += set.targets[example].length + 1;
  }
  return batch;
}

function writeRow(output: Int32Array, start: number, ids: Int32Array): void {
  output.set(ids, start);
  output[start + ids.length] = special.eos;
}

/** Share of the positions of both sides that hold no token, 0 to 1: work that is done for nothing. */
export function paddingShare(set: EncodedPairs, plans: readonly BatchPlan[]): number {
  let [tokens, positions] = [0, 0];
  for (const { shape, examples } of plans) {
    positions += shape.rows * (shape.source + shape.target);
    for (const example of examples) tokens += set.sources[example].length + set.targets[example].length + 2;
  }
  return positions === 0 ? 0 : 1 - tokens / positions;
}
