import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelTools } from '../models/model.ts';

/** Each row `times` times in a row: [n, …] → [n·times, …]. */
export function repeatRows({ tf }: ModelTools, tensor: Tensor, times: number): Tensor {
  if (times === 1) return tensor;
  const [rows, ...rest] = tensor.shape as [number, ...number[]];
  const flat = tf.reshape(tensor, [rows, 1, -1]);
  return tf.reshape(tf.tile(flat, [1, times, 1]), [rows * times, ...rest]);
}

/** [n, …] → [n, all the rest]. */
export const flatRows = ({ tf }: Pick<ModelTools, 'tf'>, tensor: Tensor): Tensor2D =>
  tf.reshape(tensor, [tensor.shape[0] as number, -1]) as Tensor2D;
