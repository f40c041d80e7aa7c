import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/**
 * KL(p ‖ q) in nats, [tokens], of p = softmax(logits) and q = softmax(reference), [tokens, vocab] each. The reference
 * is a constant for the gradient: ∂KL/∂z = p·(log p − log q − KL).
 */
export function klDivergence({ tf }: Kernel, logits: Tensor2D, reference: Tensor2D): Tensor1D {
  const [divergence] = customOp(
    tf,
    [logits],
    (save) => {
      const probabilities = tf.softmax(logits);
      const ratio = tf.sub(tf.logSoftmax(logits), tf.logSoftmax(reference)); // log p − log q
      const value = tf.sum(tf.mul(probabilities, ratio), 1);
      save([probabilities, ratio, value]);
      return [value];
    },
    ([dy], [probabilities, ratio, value]) => {
      const rows = (values: Tensor) => tf.reshape(values, [-1, 1]);
      const excess = tf.sub(ratio as Tensor, rows(value as Tensor));
      return [tf.mul(tf.mul(excess, probabilities as Tensor), rows(dy as Tensor))];
    },
  );
  return divergence as Tensor1D;
}
