import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { rowsById } from './embeddingLookup.ts';
import type { Kernel } from './kernel.ts';

/** Columns that are looked at together: a number without a rest, if there is one, spares a copy. */
function widthFor(columns: number): number {
  for (let width = 48; width <= 128; width++) if (columns % width === 0) return width;
  return 64;
}

/**
 * The `k` largest of each row of `values` [rows, columns] with their columns, as tf.topk: largest first, of equal ones the
 * first. They stand in the k groups of columns that have the largest maxima, so that nothing is sorted but those. Not
 * differentiated.
 */
export function topColumns(kernel: Kernel, values: Tensor2D, k: number): { values: Tensor2D; indices: Tensor2D } {
  const { tf } = kernel;
  const [rows, columns] = values.shape;
  const width = widthFor(columns);
  const groups = Math.ceil(columns / width);
  if (groups <= 2 * k) return tf.topk(values, k);
  const missing: [number, number] = [0, groups * width - columns];
  const whole = missing[1] === 0 ? values : tf.pad(values, [[0, 0], missing], -Number.MAX_VALUE);
  const grouped = tf.reshape(whole, [rows * groups, width]) as Tensor2D;
  const best = tf.topk(tf.reshape(tf.max(grouped, 1), [rows, groups]) as Tensor2D, k).indices;
  // In their order, so that of equal values the first stays the first.
  const chosen = tf.neg(tf.topk(tf.neg(tf.cast(best, 'float32')), k).values); // [rows, k]
  const row = tf.reshape(tf.range(0, rows), [rows, 1]);
  const ofRow = (table: Tensor2D, index: Tensor, size: number) =>
    rowsById(kernel, table, tf.cast(tf.reshape(tf.add(tf.mul(row, size), index), [-1]), 'int32') as Tensor1D);
  const found = tf.topk(tf.reshape(ofRow(grouped, chosen, groups), [rows, k * width]) as Tensor2D, k);
  const place = tf.cast(found.indices, 'float32');
  const group = tf.floor(tf.div(place, width));
  const start = tf.reshape(ofRow(tf.reshape(chosen, [rows * k, 1]) as Tensor2D, group, k), [rows, k]);
  const column = tf.add(tf.mul(start, width), tf.sub(place, tf.mul(group, width)));
  return { values: found.values, indices: tf.cast(column, 'int32') as Tensor2D };
}
