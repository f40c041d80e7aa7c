import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { rowsById } from './embeddingLookup.ts';
import type { Kernel, Tf } from './kernel.ts';
import { withoutGradient } from './withoutGradient.ts';

/** The class of the largest logit of each row, [rows, classes] → [rows] int32; the first where several are. */
export function mostProbable({ tf }: Kernel, logits: Tensor2D): Tensor1D {
  return tf.argMax(logits, 1) as Tensor1D;
}

/**
 * A class drawn from softmax(logits) of each row, [rows, classes] → [rows] int32, by the inverse of the cumulative
 * distribution: with `uniform` [rows, 1] in [0, 1), the first class whose cumulative probability is above it. One number
 * a row, where the argmax of logits with Gumbel noise takes one a class. The class is looked for in two goes, among √V
 * blocks and within one: cumulative sums are slow.
 */
export function sampleCategorical(kernel: Kernel, logits: Tensor2D, uniform: Tensor2D): Tensor1D {
  const { tf } = kernel;
  const [rows, classes] = logits.shape;
  const size = blockSize(classes);
  const blocks = Math.ceil(classes / size);
  return withoutGradient(kernel, () => {
    const masses = tf.exp(tf.sub(logits, tf.max(logits, 1, true)));
    const missing = blocks * size - classes;
    const padded = missing === 0 ? masses : tf.pad(masses, [[0, 0], [0, missing]]); // biome-ignore format: one line a shape
    const grid = tf.reshape(padded, [rows * blocks, size]);
    const ofBlocks = tf.reshape(tf.sum(grid, 1), [rows, blocks]) as Tensor2D;
    const whole = tf.mul(uniform, tf.sum(ofBlocks, 1, true)) as Tensor2D;
    const block = firstAbove(tf, ofBlocks, whole);
    const offsets = tf.range(0, rows * blocks, blocks, 'int32');
    const within = rowsById(kernel, grid as Tensor2D, tf.add(offsets, block.index)) as Tensor2D; // [rows, size]
    const { index } = firstAbove(tf, within, tf.sub(whole, block.below));
    return tf.cast(tf.minimum(tf.add(tf.mul(block.index, size), index), classes - 1), 'int32') as Tensor1D;
  });
}

/** The first column whose cumulative sum is above `level` [rows, 1], and the sum of those before it, [rows, 1]. */
function firstAbove(tf: Tf, masses: Tensor2D, level: Tensor2D): { index: Tensor1D; below: Tensor2D } {
  const isBelow: Tensor = tf.cast(tf.lessEqual(tf.cumsum(masses, 1), level), 'float32');
  // Where rounding leaves nothing above the level, the last column is.
  const index = tf.minimum(tf.sum(isBelow, 1), (masses.shape[1] as number) - 1);
  return { index: tf.cast(index, 'int32') as Tensor1D, below: tf.sum(tf.mul(masses, isBelow), 1, true) };
}

/** About √classes; a divisor of it where there is one near, so that nothing is padded. */
function blockSize(classes: number): number {
  const root = Math.ceil(Math.sqrt(classes));
  for (let size = root; size <= 2 * root; size++) if (classes % size === 0) return size;
  return root;
}
