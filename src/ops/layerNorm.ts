import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/**
 * Layer normalisation over the last axis of `input` [rows, size]. Ba, Kiros & Hinton 2016, arXiv:1607.06450:
 * y = γ·x̂ + β, x̂ = (x − μ)/√(σ² + ε);  ∂x = (g − mean(g) − x̂·mean(g·x̂))/√(σ² + ε) with g = γ·∂y.
 */
export function layerNorm({ tf }: Kernel, input: Tensor2D, gamma: Tensor1D, beta: Tensor1D, epsilon = 1e-5): Tensor2D {
  const [output] = customOp(
    tf,
    [input, gamma, beta],
    (save) => {
      const centred = tf.sub(input, tf.mean(input, 1, true));
      const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // [rows, 1]
      const normal = tf.mul(centred, inverse);
      save([normal, inverse, gamma]);
      return [tf.add(tf.mul(normal, gamma), beta)];
    },
    ([dy], [normal, inverse, scale]) => {
      const g = tf.mul(dy, scale);
      const along = tf.mean(tf.mul(g, normal), 1, true);
      const dx = tf.mul(tf.sub(tf.sub(g, tf.mean(g, 1, true)), tf.mul(normal, along)), inverse);
      return [dx, tf.sum(tf.mul(dy, normal), 0), tf.sum(dy, 0)] as Tensor[];
    },
  );
  return output as Tensor2D;
}
