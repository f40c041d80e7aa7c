import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';
import { peak } from './peak.ts';

/**
 * Entropy of p = softmax(z) in nats, [tokens], of `logits` [tokens, vocab]: H = ℓ − ⟨p,z⟩ and ∂H/∂z = p·(⟨p,z⟩ − z).
 * p and ℓ are written as in `smoothedCrossEntropy`: TensorFlow computes equal expressions once.
 */
export function softmaxEntropy(kernel: Kernel, logits: Tensor2D): Tensor1D {
  const { tf } = kernel;
  const [entropy] = customOp(
    tf,
    [logits],
    (save) => {
      const probabilities = tf.softmax(logits);
      const expected = tf.sum(tf.mul(probabilities, logits), 1); // ⟨p,z⟩
      save([logits, probabilities, expected]);
      const top = peak(kernel, logits);
      return [tf.sub(tf.sub(top.value, tf.log(top.of(probabilities))), expected)];
    },
    ([dy], [z, probabilities, expected]) => {
      const rows = (values: Tensor) => tf.reshape(values, [-1, 1]);
      // dy·⟨p,z⟩ − dy·z, so that each pass over [tokens, vocab] but the first is in place.
      const below = tf.sub(rows(tf.mul(dy as Tensor, expected as Tensor)), tf.mul(z as Tensor, rows(dy as Tensor)));
      return [tf.mul(below, probabilities as Tensor)];
    },
  );
  return entropy as Tensor1D;
}
