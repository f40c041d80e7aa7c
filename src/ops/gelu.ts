import type { Tensor } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** Hendrycks & Gimpel 2016, arXiv:1606.08415: x·Φ(x) with Φ(x) = (1 + erf(x/√2))/2;  ∂x = Φ(x) + x·φ(x). */
export function gelu({ tf }: Kernel, input: Tensor): Tensor {
  const [output] = customOp(
    tf,
    [input],
    (save) => {
      const below = tf.mul(tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1), 0.5);
      save([input, below]);
      return [tf.mul(input, below)];
    },
    ([dy], [x, below]) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x as Tensor), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return [tf.mul(dy as Tensor, tf.add(below as Tensor, tf.mul(x as Tensor, density)))];
    },
  );
  return output as Tensor;
}
