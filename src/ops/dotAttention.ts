import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

interface DotAttentionOptions {
  /** Broadcasts over the scores: 0 where a query may look, −1e9 elsewhere. */
  bias?: Tensor | undefined;
  /** What the weights go through before they are used: dropout. */
  drop?: ((weights: Tensor) => Tensor) | undefined;
}

/**
 * Scaled dot-product attention. Vaswani et al. 2017, eq. 1: softmax(Q·Kᵀ/√d + bias)·V. `queries`, `keys`, `values`
 * [batch·heads, positions, size]. Returns the sums [batch·heads, queries, size] and the weights of the keys.
 */
export function dotAttention(
  { tf }: Kernel,
  queries: Tensor3D,
  keys: Tensor3D,
  values: Tensor3D,
  { bias, drop = (weights) => weights }: DotAttentionOptions = {},
): { outputs: Tensor3D; weights: Tensor3D } {
  const scale = 1 / Math.sqrt(queries.shape[2]);
  const scores = tf.matMul(tf.mul(queries, scale) as Tensor3D, keys, false, true);
  const weights = tf.softmax(bias ? tf.add(scores, bias) : scores) as Tensor3D;
  return { outputs: tf.matMul(drop(weights) as Tensor3D, values) as Tensor3D, weights };
}
