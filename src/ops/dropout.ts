import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';
import { statelessUniform } from './philox.ts';

/** Where a step's randomness comes from: a seed fed each step, and a counter of the places that draw from it. */
export interface Randomness {
  /** int32 [2]; the first element changes every step. */
  seed: Tensor1D;
  /** Next unused place; each draw in a step has its own. */
  site: number;
}

/**
 * Uniform numbers in [0, 1) that depend on the seed and the place alone, the same bits on every engine
 * (TensorFlow's StatelessRandomUniform: Philox 4×32-10).
 */
export function randomUniform({ tf, raw }: Kernel, shape: number[], randomness: Randomness): Tensor {
  const site = randomness.site++;
  const seed = tf.add(randomness.seed, tf.tensor1d([0, site], 'int32')) as Tensor1D;
  if (raw) {
    const attributes = { dtype: { type: 'float32' }, Tseed: { type: 'int32' }, T: { type: 'int32' } } as const;
    return raw('StatelessRandomUniform', [tf.tensor1d(shape, 'int32'), seed], attributes)[0];
  }
  const [first, second] = seed.dataSync();
  return tf.tensor(
    statelessUniform(
      shape.reduce((size, side) => size * side, 1),
      first,
      second,
    ),
    shape,
  );
}

/** Inverted dropout: each unit is 0 with probability `rate`, else divided by 1 − rate. */
export function dropout(kernel: Kernel, input: Tensor, rate: number, randomness: Randomness | undefined): Tensor {
  if (rate === 0 || !randomness) return input;
  const { tf } = kernel;
  const kept = tf.cast(tf.greaterEqual(randomUniform(kernel, input.shape, randomness), rate), 'float32');
  return tf.mul(input, tf.mul(kept, 1 / (1 - rate)));
}
