import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './kernel.ts';

/** Above it, the logarithm of a mean of exponentials near 1 loses more digits than a loss may. */
const warm = 4;

/**
 * F = τ·log mean exp(z/τ), [tokens], between the largest logit (τ → 0) and their mean (τ → ∞), and what its gradient
 * softmax(z/τ) is made of: `powers` exp((z−m)/τ), [tokens, vocab], and their `sum`, [tokens], by which to divide them.
 * Where `sharpness` is 0 instead of 1, τ is taken as infinite. `largest`: m = max z, [tokens].
 */
export function softMaximum(
  tf: Tf,
  logits: Tensor2D,
  { temperature, sharpness, largest }: { temperature: number; sharpness?: Scalar; largest: Tensor1D },
): { value: Tensor1D; powers: Tensor2D; sum: Tensor1D } {
  const inverse = sharpness ? tf.mul(sharpness, 1 / temperature) : 1 / temperature;
  const differences = tf.mul(tf.sub(logits, tf.reshape(largest, [-1, 1])), inverse); // (z−m)/τ
  const powers = tf.exp(differences) as Tensor2D;
  const sum = tf.sum(powers, 1) as Tensor1D;
  const above = temperature < warm ? tf.log(tf.div(sum, logits.shape[1])) : nearOne(tf, differences);
  const value = tf.add(largest, tf.mul(above, temperature)) as Tensor1D;
  if (!sharpness) return { value, powers, sum };
  const flat = tf.mul(tf.mean(logits, 1), tf.sub(1, sharpness));
  return { value: tf.add(tf.mul(value, sharpness), flat) as Tensor1D, powers, sum };
}

/** log mean exp(x) with all digits where x is near 0: log(1+y) = 2·artanh(y/(2+y)); wasm's log1p loses them. */
function nearOne(tf: Tf, differences: Tensor): Tensor {
  const below = tf.mean(tf.expm1(differences), 1); // mean exp − 1
  return tf.mul(2, tf.atanh(tf.div(below, tf.add(below, 2))));
}
