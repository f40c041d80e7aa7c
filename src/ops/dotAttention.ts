import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/**
 * Scaled dot-product attention. Vaswani et al. 2017, eq. 1: softmax(Q·Kᵀ/√d + bias)·V. `queries`, `keys`, `values`
 * [batch·heads, positions, size]; `bias` broadcasts over the scores.
 */
export function dotAttention(
  { tf }: Kernel,
  queries: Tensor3D,
  keys: Tensor3D,
  values: Tensor3D,
  bias?: Tensor,
): Tensor3D {
  const scale = 1 / Math.sqrt(queries.shape[2]);
  const scores = tf.matMul(tf.mul(queries, scale) as Tensor3D, keys, false, true);
  return tf.matMul(tf.softmax(bias ? tf.add(scores, bias) : scores) as Tensor3D, values) as Tensor3D;
}
