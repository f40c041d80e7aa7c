import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ImageTools } from '../imageModel.ts';
import type { Layer } from './layer.ts';

/** As PyTorch has them: a running statistic moves by this share of the way to each batch's own. */
const momentum = 0.1;
const epsilon = 1e-5;

const constant = (name: string, size: number, value: number) => ({
  name,
  shape: [size],
  initial: { kind: 'constant' as const, value },
});

/**
 * Batch normalisation (Ioffe & Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2): in training by the statistics of the
 * batch, which move the running ones; otherwise by these, y = γ·(x − μ)/√(σ² + ε) + β.
 */
export function batchNormalisation(name: string, channels: number): Layer {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'mean', 'variance'].map((part) => `${name}.${part}`) as [
    string,
    string,
    string,
    string,
  ];
  const vector = (tools: ImageTools, of: string) => tools.weight(of) as Tensor1D;

  function byRunning(tools: ImageTools, pictures: Tensor4D): Tensor4D {
    const { tf } = tools;
    const scale = tf.mul(vector(tools, gamma), tf.rsqrt(tf.add(vector(tools, variance), epsilon)));
    const shift = tf.sub(vector(tools, beta), tf.mul(vector(tools, mean), scale));
    return tf.add(tf.mul(pictures, scale), shift);
  }

  function byBatch(tools: ImageTools, track: NonNullable<ImageTools['track']>, pictures: Tensor4D): Tensor4D {
    const { tf, ops } = tools;
    const found = ops.batchNorm(pictures, vector(tools, gamma), vector(tools, beta), epsilon);
    for (const [of, value] of [[mean, found.mean] as const, [variance, found.variance] as const])
      track(of, tf.add(tf.mul(vector(tools, of), 1 - momentum), tf.mul(value, momentum)));
    return found.output;
  }

  return {
    parameters: [constant(gamma, channels, 1), constant(beta, channels, 0)],
    state: [constant(mean, channels, 0), constant(variance, channels, 1)],
    apply: (tools, pictures) => (tools.track ? byBatch(tools, tools.track, pictures) : byRunning(tools, pictures)),
  };
}
