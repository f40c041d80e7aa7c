import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Tools } from '../method.ts';

/** Keeps the slope of a power below 1 finite where the factor is 0, at a gold probability of 1. */
const smallest = 1e-7;

/**
 * (1 + a·p)^γ for the gold probability p = e^(−nll), [tokens]; −1 for a is focal loss. `detach` makes it a constant for
 * the gradient.
 */
export function modulatingFactor(
  { tf, ops }: Tools,
  nll: Tensor1D,
  { alpha, gamma, detach }: { alpha: number; gamma: number; detach: boolean },
): Tensor1D {
  const factor = (): Tensor1D => {
    const growth = tf.expm1(tf.neg(nll)); // p − 1, exact for p near 1
    const base: Tensor1D = tf.add(tf.mul(growth, alpha), 1 + alpha);
    return tf.pow(tf.maximum(base, smallest), gamma);
  };
  return (detach ? ops.withoutGradient(factor) : factor()) as Tensor1D;
}
