import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';
import { withoutGradient } from './withoutGradient.ts';

/** The class of the largest logit of each row, [rows, classes] → [rows] int32; the first where several are. */
export function mostProbable({ tf }: Kernel, logits: Tensor2D): Tensor1D {
  return tf.argMax(logits, 1) as Tensor1D;
}

/**
 * A class drawn from softmax(logits) of each row, [rows, classes] → [rows] int32, by the inverse of the cumulative
 * distribution: with `uniform` [rows, 1] in [0, 1), the number of classes j with Σ_(i≤j) p_i ≤ u. One number a row, where
 * the argmax of logits with Gumbel noise takes one a class.
 */
export function sampleCategorical(kernel: Kernel, logits: Tensor2D, uniform: Tensor2D): Tensor1D {
  const { tf } = kernel;
  const [rows, classes] = logits.shape;
  return withoutGradient(kernel, () => {
    const masses = tf.exp(tf.sub(logits, tf.max(logits, 1, true)));
    const cumulative = tf.cumsum(masses, 1);
    // The last class's own sum is the total, so that no u is above all.
    const total = tf.slice(cumulative, [0, classes - 1], [rows, 1]);
    const below: Tensor = tf.lessEqual(cumulative, tf.mul(total, uniform));
    return tf.cast(tf.sum(tf.cast(below, 'float32'), 1), 'int32') as Tensor1D;
  });
}
