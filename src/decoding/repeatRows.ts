import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModelTools } from '../models/model.ts';

/** Each row `times` times in a row: [n, …] → [n·times, …]. */
export function repeatRows({ tf }: ModelTools, tensor: Tensor, times: number): Tensor {
  if (times === 1) return tensor;
  const [rows, ...rest] = tensor.shape as [number, ...number[]];
  const flat = tf.reshape(tensor, [rows, 1, -1]);
  return tf.reshape(tf.tile(flat, [1, times, 1]), [rows * times, ...rest]);
}
