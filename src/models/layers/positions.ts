import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelTools } from '../model.ts';

/**
 * What tells positions from each other, [n, size] for n positions counted from 0. Vaswani et al. 2017, section 3.5, with
 * all sines before all cosines and the first position as number 1, as in fairseq: sin(p·ω_i), cos(p·ω_i),
 * ω_i = 10000^(−i/(size/2 − 1)). Of an odd size the last column is 0.
 */
export function positionVectors({ tf }: Pick<ModelTools, 'tf'>, positions: Tensor1D, size: number): Tensor2D {
  const half = Math.floor(size / 2);
  const rates = tf.tensor2d(
    Array.from({ length: half }, (_, i) => 10_000 ** (-i / Math.max(1, half - 1))),
    [1, half],
  );
  const angles = tf.mul(tf.reshape(tf.add(positions, 1), [-1, 1]), rates);
  const rest = size % 2 === 1 ? [tf.fill([positions.shape[0], 1], 0)] : [];
  return tf.concat([tf.sin(angles), tf.cos(angles), ...rest], 1) as Tensor2D;
}
