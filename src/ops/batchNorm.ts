import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** Pictures normalised by their own statistics, and these statistics of each channel, which have no gradient. */
interface Normalised {
  output: Tensor4D;
  mean: Tensor1D;
  /** With n − 1 in the denominator: what a running estimate is made of. */
  variance: Tensor1D;
}

/**
 * Batch normalisation over rows and pixels of `pictures` [rows, height, width, channels]. Ioffe & Szegedy 2015,
 * arXiv:1502.03167, algorithm 1: y = γ·x̂ + β, x̂ = (x − μ)/√(σ² + ε), σ² with n in the denominator;
 * ∂x = γ/√(σ² + ε)·(∂y − mean(∂y) − x̂·mean(∂y·x̂)).
 */
export function batchNorm(
  kernel: Kernel,
  pictures: Tensor4D,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
): Normalised {
  const [output, mean, variance] = (kernel.raw ? fused : portable)(kernel, [pictures, gamma, beta], epsilon);
  return { output: output as Tensor4D, mean: mean as Tensor1D, variance: variance as Tensor1D };
}

const attributes = (epsilon: number) =>
  ({
    T: { type: 'float32' },
    U: { type: 'float32' },
    epsilon: { float: epsilon },
    data_format: { text: 'NHWC' },
    is_training: { bool: true },
  }) as const;

/** TensorFlow's op and its gradient, which pass over the pictures as few times as can be. */
function fused({ tf, raw }: Kernel, inputs: [Tensor4D, Tensor1D, Tensor1D], epsilon: number): Tensor[] {
  const run = raw as NonNullable<Kernel['raw']>;
  return customOp(
    tf,
    inputs,
    (save) => {
      const [x, gamma, beta] = inputs;
      const none = tf.fill([0], 0); // running statistics are kept elsewhere
      const all = { ...attributes(epsilon), exponential_avg_factor: { float: 1 } };
      const [y, mean, variance, ...reserved] = run('FusedBatchNormV3', [x, gamma, beta, none, none], all, 6);
      save([x, gamma, ...reserved]);
      return [y, mean, variance] as Tensor[];
    },
    ([dy], [x, gamma, ...reserved]) => {
      const given = [dy, x, gamma, ...reserved] as Tensor[];
      return run('FusedBatchNormGradV3', given, attributes(epsilon), 5).slice(0, 3);
    },
  );
}

function portable({ tf }: Kernel, inputs: [Tensor4D, Tensor1D, Tensor1D], epsilon: number): Tensor[] {
  const over = [0, 1, 2];
  return customOp(
    tf,
    inputs,
    (save) => {
      const [x, gamma, beta] = inputs;
      const count = x.size / gamma.size;
      const mean = tf.mean(x, over);
      const centred = tf.sub(x, mean);
      const variance = tf.mean(tf.square(centred), over);
      const inverse = tf.rsqrt(tf.add(variance, epsilon));
      const normal = tf.mul(centred, inverse);
      save([normal, tf.mul(gamma, inverse)]);
      return [tf.add(tf.mul(normal, gamma), beta), mean, tf.mul(variance, count / Math.max(1, count - 1))];
    },
    ([dy], [normal, scale]) => {
      const [y, n] = [dy as Tensor, normal as Tensor];
      const along = tf.mul(n, tf.mean(tf.mul(y, n), over));
      const dx = tf.mul(tf.sub(tf.sub(y, tf.mean(y, over)), along), scale as Tensor);
      return [dx, tf.sum(tf.mul(y, n), over), tf.sum(y, over)];
    },
  );
}
