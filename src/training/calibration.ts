import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { calibrationRows, fineBins } from '../analyses/calibrationHistogram.ts';
import type { Tf } from '../objective/method.ts';

/** A fine bin is one of so many within one of 30 groups. */
const binsOfGroup = 50;

/**
 * Tokens, summed confidence and correct tokens of each fine bin (analyses/calibrationHistogram.ts), [3, fineBins].
 * `confidence` [tokens] is the largest probability, `correct` and `mask` [tokens] are 0 or 1.
 *
 * Which bin a token is in is the product of its group and its place there, so that 80 numbers a token say it, not 1,500.
 */
export function calibrationSums(tf: Tf, confidence: Tensor1D, correct: Tensor, mask: Tensor1D): Tensor2D {
  const bin = tf.clipByValue(tf.sub(tf.ceil(tf.mul(confidence, fineBins)), 1), 0, fineBins - 1);
  const group = tf.floor(tf.div(bin, binsOfGroup));
  const place = tf.sub(bin, tf.mul(group, binsOfGroup));
  const groups = fineBins / binsOfGroup;
  const inGroup = member(tf, group as Tensor1D, groups); // [tokens, groups]
  const atPlace = member(tf, place as Tensor1D, binsOfGroup); // [tokens, binsOfGroup]
  const values = [mask, tf.mul(confidence, mask), tf.mul(correct, mask)];
  const weighed = values.map((value) => tf.mul(inGroup, tf.reshape(value, [-1, 1])));
  const sums = tf.matMul(tf.concat(weighed, 1) as Tensor2D, atPlace, true); // [3·groups, binsOfGroup]
  return tf.reshape(sums, [calibrationRows, fineBins]) as Tensor2D;
}

const member = (tf: Tf, index: Tensor1D, size: number): Tensor2D =>
  tf.cast(tf.oneHot(tf.cast(index, 'int32'), size), 'float32') as Tensor2D;
