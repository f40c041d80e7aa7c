import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tools } from '../objective/method.ts';
import type { Objective, TokenLossInput } from '../objective/objective.ts';

/** What the model says of some tokens or pictures, each a row. */
interface Scored {
  logits: Tensor2D; // [rows, classes]
  gold: Tensor1D; // [rows], int32
  nll: Tensor1D; // [rows]
}

/** 1 where no logit exceeds the gold one, [rows]. The loss looks for the largest one too: equal ops are run once. */
export const isMostProbable = ({ tf, ops }: Tools, { logits, gold }: Pick<Scored, 'logits' | 'gold'>): Tensor =>
  tf.cast(tf.greaterEqual(ops.pickColumns(logits, gold), ops.peak(logits).value), 'float32');

/** The largest probability is e^(max z − z_g − nll), since nll = ℓ − z_g: no softmax is made for it. [rows] */
export function largestProbability({ tf, ops }: Tools, { logits, gold, nll }: Scored): Tensor1D {
  const ahead = tf.sub(ops.peak(logits).value, ops.pickColumns(logits, gold));
  return tf.exp(tf.sub(ahead, nll));
}

/**
 * A weighted sum of losses, divided by the sum of the weights instead of their number, where the objective asks for it:
 * the trainer divides by the number. `counted` [rows]: how much each row counts in both.
 */
export function dividedByWeights(
  tools: Tools,
  objective: Objective,
  sum: Scalar,
  input: TokenLossInput,
  counted: Tensor1D,
): Scalar {
  const { tf } = tools;
  const divisor = objective.divisor?.(tools, input);
  return divisor ? tf.mul(sum, tf.div(tf.sum(counted), tf.sum(tf.mul(divisor, counted)))) : sum;
}
