import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Loss, LossContext } from '../training/trainStep.ts';

/** What a training step measures of `logits` [tokens, vocab], as tasks/sequenceLoss.ts does, without padding. */
export function measuredLoss({ step }: LossContext, logits: Tensor2D, gold: Tensor1D, epsilon: number): Loss {
  const { tf, ops } = step.engine;
  const losses = ops.smoothedCrossEntropy(logits, gold, { gold: 1 - epsilon, uniform: epsilon });
  const nll = ops.smoothedCrossEntropy(logits, gold, { gold: 1, uniform: 0 });
  const correct = tf.cast(tf.greaterEqual(ops.pickColumns(logits, gold), tf.max(logits, 1)), 'float32');
  const measured = tf.scalar(logits.shape[0]);
  return { objective: tf.sum(losses), nll: tf.sum(nll) as Scalar, correct: tf.sum(correct), measured };
}
