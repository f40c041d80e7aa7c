import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { InputSpec, VariableSpec } from '../engine/program.ts';
import type { ModelTools, Past, SearchModel } from '../models/model.ts';
import { type SearchShape, searchVariable } from './searchShape.ts';
import { impossible } from './tokenLists.ts';

/** Positions of a block: a step writes its last block anew, and reads the others. */
const blockLength = 8;

/** Blocks that hold the past of a hypothesis once it has this many tokens. */
export const blocksFor = ({ past }: SearchModel, length: number): number =>
  past ? Math.ceil(length / blockLength) : 1;

/** Which position a step is, counted from 0, where the model has a past. */
export const positionInput = ({ past }: SearchModel): InputSpec[] =>
  past ? [{ name: 'position', shape: [], dtype: 'int32' }] : [];

/** Entries of the past that a search of this shape may have. */
const entries = (model: SearchModel, { longest, beam }: SearchShape) => blocksFor(model, longest) * blockLength * beam;

const blockName = (name: string, block: number) => `past/${name}/${block}`;

/** Of which entries a hypothesis' own past consists: 1 for those, [rows·beam, entries]. */
export const pathVariable = (model: SearchModel, shape: SearchShape): VariableSpec[] =>
  model.past ? [float(shape, 'path', [shape.rows * shape.beam, entries(model, shape)])] : [];

/** One block of everything that positions leave. */
export const blockVariables = ({ past = {} }: SearchModel, shape: SearchShape, block: number): VariableSpec[] =>
  Object.entries(past).map(([name, { groups, size }]) =>
    float(shape, blockName(name, block), [shape.rows * groups, blockLength, shape.beam * size]),
  );

const float = (shape: SearchShape, name: string, sides: number[]): VariableSpec => ({
  name: searchVariable(shape, name),
  shape: sides,
  dtype: 'float32',
});

/** The first `blocks` blocks, and who may look where. */
export function readPast(
  { tf }: ModelTools,
  model: SearchModel,
  { rows, beam }: SearchShape,
  blocks: number,
  read: (name: string) => Tensor,
): Past {
  const path = tf.reshape(read('path'), [rows, beam, -1]);
  const width = blockLength * beam;
  const numbers = Array.from({ length: blocks }, (_, block) => block);
  const ofName = ([name, { groups, size }]: [string, { groups: number; size: number }]) => [
    name,
    numbers.map((block) => tf.reshape(read(blockName(name, block)), [rows * groups, width, size])),
  ];
  return {
    blocks: Object.fromEntries(Object.entries(model.past ?? {}).map(ofName)),
    bias: numbers.map((block) => {
      const own = tf.slice(path, [0, 0, block * width], [rows, beam, width]);
      return tf.mul(tf.sub(1, own), impossible) as Tensor3D;
    }),
  };
}

/** What a step says of the past. */
interface PastStep {
  left?: Record<string, Tensor3D> | undefined;
  position: Tensor | undefined;
  read(name: string): Tensor;
  follow(path: Tensor): Tensor;
}

/**
 * New values, by name, of what a step changes: the last block has what it left, and every hypothesis' path has its own
 * entry. `follow` makes each hypothesis that goes on the heir of its parent.
 */
export function nextPast(
  { tf, ops }: ModelTools,
  { rows, beam }: SearchShape,
  blocks: number,
  { left = {}, position, read, follow }: PastStep,
): Record<string, Tensor> {
  if (!position) throw new Error('a step whose past grows was not told its position');
  const block = blocks - 1;
  const place = tf.sub(position, tf.scalar(block * blockLength, 'int32'));
  const written = Object.entries(left).map(([name, entry]) => {
    const table = read(blockName(name, block)) as Tensor3D;
    return [blockName(name, block), ops.writePlace(table, tf.reshape(entry, [entry.shape[0], -1]), place)] as const;
  });
  const path = read('path');
  const lanes = rows * beam;
  // Entry (position, k) belongs to the k-th hypothesis of each source.
  const owners = Int32Array.from({ length: lanes }, (_, lane) => lane % beam);
  const ownEntry = tf.add(tf.mul(position, tf.scalar(beam, 'int32')), tf.tensor2d(owners, [lanes, 1], 'int32'));
  const isOwn = tf.equal(tf.range(0, path.shape[1] as number, 1, 'int32'), ownEntry);
  return { ...Object.fromEntries(written), path: follow(tf.add(path, tf.cast(isOwn, 'float32'))) };
}
