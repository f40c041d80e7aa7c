import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { FunctionSpec, InputSpec, StepContext, VariableSpec } from '../engine/program.ts';
import type { ModelTools, Past, SearchModel } from '../models/model.ts';
import { flatRows } from './repeatRows.ts';
import { type SearchShape, searchVariable } from './searchShape.ts';
import { impossible } from './tokenLists.ts';

/** Steps of a block. */
const blockLength = 8;

/** The block that steps write. */
const underWay = 'now';

/** Where the past of all hypotheses stands as the search goes on. */
export class PastBlocks {
  /** Steps before which each kept block was written. */
  readonly #ends: number[] = [];

  /**
   * Called before every step, with the first step of the oldest hypothesis under way. Returns the place to keep the block
   * under way in, where it is full and a hypothesis needs it: that of a block that none needs any more, or a new one.
   */
  turn(step: number, oldest: number): number | undefined {
    if (step % blockLength !== 0) return undefined;
    const isNeeded = (end: number | undefined) => end !== undefined && end > oldest;
    while (this.#ends.length > 0 && !isNeeded(this.#ends.at(-1))) this.#ends.pop();
    if (!isNeeded(step)) return undefined;
    const free = this.#ends.findIndex((end) => !isNeeded(end));
    const place = free < 0 ? this.#ends.length : free;
    this.#ends[place] = step;
    return place;
  }

  get kept(): number {
    return this.#ends.length;
  }
}

/** Blocks that are kept of a hypothesis of so many tokens, at most. */
export const keptFor = ({ past }: SearchModel, tokens: number): number => (past ? Math.ceil(tokens / blockLength) : 0);

/** Which place of the block under way a step writes, where the model has a past. */
export const placeInput = ({ past }: SearchModel): InputSpec[] =>
  past ? [{ name: 'place', shape: [], dtype: 'int32' }] : [];

export const placeOf = (step: number): number => step % blockLength;

const width = ({ beam }: SearchShape) => blockLength * beam;

const blockName = (name: string, block: number | typeof underWay) => `past/${name}/${block}`;

/** Which entries a hypothesis' own past consists of: 1 for those of the block under way, then of those that are kept. */
export const pathVariable = (model: SearchModel, shape: SearchShape): VariableSpec[] =>
  model.past
    ? [float(shape, 'path', [shape.rows * shape.beam, (1 + keptFor(model, shape.longest)) * width(shape)])]
    : [];

/** One block of everything that positions leave. */
export const blockVariables = (
  { past = {} }: SearchModel,
  shape: SearchShape,
  block: number | typeof underWay = underWay,
): VariableSpec[] =>
  Object.entries(past).map(([name, { groups, size }]) =>
    float(shape, blockName(name, block), [shape.rows * groups, blockLength, shape.beam * size]),
  );

const float = (shape: SearchShape, name: string, sides: number[]): VariableSpec => ({
  name: searchVariable(shape, name),
  shape: sides,
  dtype: 'float32',
});

/** The block under way and the first `kept` others, and who may look where. */
export function readPast(
  { tf }: ModelTools,
  model: SearchModel,
  shape: SearchShape,
  kept: number,
  read: (name: string) => Tensor,
): Past {
  const { rows, beam } = shape;
  const path = tf.reshape(read('path'), [rows, beam, -1]);
  const blocks = [underWay, ...Array.from({ length: kept }, (_, block) => block)] as const;
  const ofName = ([name, { groups, size }]: [string, { groups: number; size: number }]) => [
    name,
    blocks.map((block) => tf.reshape(read(blockName(name, block)), [rows * groups, width(shape), size])),
  ];
  return {
    blocks: Object.fromEntries(Object.entries(model.past ?? {}).map(ofName)),
    bias: blocks.map((_, at) => {
      const own = tf.slice(path, [0, 0, at * width(shape)], [rows, beam, width(shape)]);
      return tf.mul(tf.sub(1, own), impossible) as Tensor3D;
    }),
  };
}

/** What a step says of the past. */
interface PastStep {
  left?: Record<string, Tensor3D> | undefined;
  place: Tensor | undefined;
  read(name: string): Tensor;
  follow(path: Tensor): Tensor;
}

/**
 * New values, by name, of what a step changes: the block under way has what it left, and every hypothesis' path has its
 * own entry. `follow` makes each hypothesis that goes on the heir of its parent.
 */
export function nextPast(
  { tf, ops }: ModelTools,
  { rows, beam }: SearchShape,
  { left = {}, place, read, follow }: PastStep,
): Record<string, Tensor> {
  if (!place) throw new Error('a step whose past grows was not told its place');
  const written = Object.entries(left).map(([name, entry]) => {
    const block = read(blockName(name, underWay));
    const [count, places, size] = block.shape as [number, number, number];
    const table = tf.reshape(block, [count * places, size]) as Tensor2D;
    const at = tf.add(tf.range(0, count * places, places, 'int32'), place) as Tensor1D;
    const changed = ops.putRows(table, at, tf.reshape(entry, [count, size]));
    return [blockName(name, underWay), tf.reshape(changed, block.shape)] as const;
  });
  const path = read('path');
  const lanes = rows * beam;
  // Entry (place, k) belongs to the k-th hypothesis of each source.
  const owners = Int32Array.from({ length: lanes }, (_, lane) => lane % beam);
  const ownEntry = tf.add(tf.mul(place, tf.scalar(beam, 'int32')), tf.tensor2d(owners, [lanes, 1], 'int32'));
  const isOwn = tf.equal(tf.range(0, path.shape[1] as number, 1, 'int32'), ownEntry);
  return { ...Object.fromEntries(written), path: follow(tf.add(path, tf.cast(isOwn, 'float32'))) };
}

/** Keeps the block under way as the `block`-th of those that are kept, and begins another. */
export const keepFunction = (model: SearchModel, shape: SearchShape, block: number): FunctionSpec => ({
  inputs: [],
  body: (context: StepContext) => {
    const { tf, ops } = context.engine;
    for (const name of Object.keys(model.past ?? {})) {
      const kept = searchVariable(shape, blockName(name, block));
      const table = context.read(kept);
      const all = tf.range(0, table.shape[0] as number, 1, 'int32');
      const now = context.read(searchVariable(shape, blockName(name, underWay)));
      // A copy: what is kept must not change with what steps write.
      context.assign(kept, tf.reshape(ops.putRows(flatRows({ tf }, table), all, flatRows({ tf }, now)), table.shape));
    }
    const path = context.read(searchVariable(shape, 'path'));
    const [lanes, entries] = path.shape as [number, number];
    const columns = (from: number, to: number) => tf.slice(path, [0, from], [lanes, to - from]);
    const side = width(shape);
    const start = (1 + block) * side;
    const parts = [
      tf.fill([lanes, side], 0),
      ...(block > 0 ? [columns(side, start)] : []),
      columns(0, side),
      ...(start + side < entries ? [columns(start + side, entries)] : []),
    ];
    context.assign(searchVariable(shape, 'path'), tf.concat(parts, 1));
    return { kept: tf.scalar(1) };
  },
});
