import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './kernel.ts';
import type { Peak } from './peak.ts';

/** Above it, the logarithm of a mean of exponentials near 1 loses more digits than a loss may. */
const warm = 4;

/**
 * F = τ·log mean exp(z/τ), [tokens], and its gradient softmax(z/τ), [tokens, vocab]: between the largest logit (τ → 0)
 * and their mean (τ → ∞). Where `sharpness` is 0 instead of 1, τ is taken as infinite. `top`: of the logits.
 * TensorFlow's softmax takes half as long as exponentials and their sum, op by op.
 */
export function softMaximum(
  tf: Tf,
  logits: Tensor2D,
  { temperature, sharpness, top }: { temperature: number; sharpness?: Scalar; top: Peak },
): { value: Tensor1D; probabilities: Tensor2D } {
  const inverse = sharpness ? tf.mul(sharpness, 1 / temperature) : 1 / temperature;
  const probabilities = tf.softmax(tf.mul(logits, inverse) as Tensor2D);
  const above =
    temperature < warm ? fromPeak(tf, probabilities, top) : fromDifferences(tf, logits, temperature, top.value);
  const value = tf.add(top.value, tf.mul(above, temperature)) as Tensor1D;
  if (!sharpness) return { value, probabilities };
  const flat = tf.mul(tf.mean(logits, 1), tf.sub(1, sharpness));
  return { value: tf.add(tf.mul(value, sharpness), flat) as Tensor1D, probabilities };
}

/** log mean exp((z−m)/τ) = −log(V·P_m): the largest probability is never near 0. */
const fromPeak = (tf: Tf, probabilities: Tensor2D, top: Peak): Tensor =>
  tf.neg(tf.log(tf.mul(top.of(probabilities), probabilities.shape[1])));

/** The same with all digits where the exponentials are near 1: log(1+x) = 2·artanh(x/(2+x)); wasm's log1p loses them. */
function fromDifferences(tf: Tf, logits: Tensor2D, temperature: number, largest: Tensor1D): Tensor {
  const differences = tf.div(tf.sub(logits, tf.reshape(largest, [-1, 1])), temperature);
  const below = tf.mean(tf.expm1(differences), 1); // mean exp − 1
  return tf.mul(2, tf.atanh(tf.div(below, tf.add(below, 2))));
}
