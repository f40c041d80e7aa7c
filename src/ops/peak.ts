import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { pickColumns } from './columns.ts';
import { rowsById } from './embeddingLookup.ts';
import { customOp, type Kernel } from './kernel.ts';

/** Where each row of a matrix is largest; not differentiated. */
export interface Peak {
  /** The largest number of each row, [rows]. */
  value: Tensor1D;
  /** What another matrix, whose rows are ordered as these are, has there: its largest numbers, [rows]. */
  of(ordered: Tensor2D): Tensor1D;
}

/** Blocks of a row: few enough that each is long, and enough that looking through one of them costs nothing. */
const [fewest, most] = [8, 40];

/**
 * The peak of each row of `matrix` [rows, columns], in one pass over it. TensorFlow's argmax takes three times as long
 * as its maximum: the column is looked for among the largest numbers of blocks, and then in one block.
 */
export function peak(kernel: Kernel, matrix: Tensor2D): Peak {
  const { tf } = kernel;
  const blocks = blockCount(matrix.shape[1]);
  if (blocks === undefined) return { value: tf.max(matrix, 1), of: (ordered) => tf.max(ordered, 1) };
  const [value, column] = customOp(
    tf,
    [],
    () => highest(kernel, matrix, blocks),
    () => [],
  );
  return { value: value as Tensor1D, of: (ordered) => pickColumns(kernel, ordered, column as Tensor1D) };
}

/** The largest number of each row and its column, [rows] each. */
function highest(kernel: Kernel, matrix: Tensor2D, blocks: number): Tensor[] {
  const { tf } = kernel;
  const [rows, columns] = matrix.shape;
  const size = columns / blocks;
  const grid = tf.reshape(matrix, [rows * blocks, size]) as Tensor2D;
  const tops = tf.reshape(tf.max(grid, 1), [rows, blocks]);
  const block = tf.argMax(tops, 1);
  const first = tf.range(0, rows * blocks, blocks, 'int32'); // of each row's blocks
  const within = tf.argMax(rowsById(kernel, grid, tf.add(first, block)), 1);
  return [tf.max(tops, 1), tf.add(tf.mul(block, tf.scalar(size, 'int32')), within)];
}

/** A divisor of the columns; undefined where there is none that pays. */
function blockCount(columns: number): number | undefined {
  for (let count = most; count >= fewest; count--) if (columns % count === 0) return count;
  return undefined;
}
