import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../objective/method.ts';

/** Bins of equal width, each without its left end: (0, 1/15], (1/15, 2/15], … Guo et al. 2017, arXiv:1706.04599. */
export const calibrationBins = 15;

/**
 * Tokens, summed confidence and correct tokens of each bin, [bins, 3]. `confidence` [tokens] is the largest
 * probability, `correct` and `mask` [tokens] are 0 or 1.
 */
export function calibrationSums(tf: Tf, confidence: Tensor1D, correct: Tensor, mask: Tensor1D): Tensor2D {
  const bin = tf.sub(tf.ceil(tf.mul(confidence, calibrationBins)), 1);
  const member = tf.oneHot(tf.cast(tf.clipByValue(bin, 0, calibrationBins - 1), 'int32'), calibrationBins);
  const values = tf.stack([mask, tf.mul(confidence, mask), tf.mul(correct, mask)], 1) as Tensor2D; // [tokens, 3]
  return tf.matMul(tf.cast(member, 'float32') as Tensor2D, values, true);
}

/** Expected calibration error: Σ_b (n_b/N)·|accuracy_b − confidence_b|, 0 to 1, from sums as `calibrationSums` gives them. */
export function expectedCalibrationError(sums: ArrayLike<number>): number {
  let [gap, tokens] = [0, 0];
  for (let bin = 0; bin < sums.length / 3; bin++) {
    const [count = 0, confidence = 0, correct = 0] = Array.from({ length: 3 }, (_, column) => sums[3 * bin + column]);
    tokens += count;
    gap += Math.abs(correct - confidence);
  }
  return gap / tokens;
}
