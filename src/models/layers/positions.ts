import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelTools } from '../model.ts';

/**
 * What tells positions 1 … `count` from each other, [count, size]. Vaswani et al. 2017, section 3.5, with all sines
 * before all cosines as in fairseq: sin(p·ω_i), cos(p·ω_i), ω_i = 10000^(−i/(size/2 − 1)).
 */
export function sinusoids({ tf }: Pick<ModelTools, 'tf'>, count: number, size: number): Tensor2D {
  const half = Math.floor(size / 2);
  const values = new Float32Array(count * size); // of an odd size, the last column stays 0
  for (let position = 0; position < count; position++)
    for (let i = 0; i < half; i++) {
      const angle = (position + 1) * 10_000 ** (-i / Math.max(1, half - 1));
      values[position * size + i] = Math.sin(angle);
      values[position * size + half + i] = Math.cos(angle);
    }
  return tf.tensor2d(values, [count, size]);
}
