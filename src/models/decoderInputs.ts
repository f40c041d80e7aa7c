import type { Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { ModelTools } from './model.ts';

/** What teacher forcing feeds, [rows, time]: the beginning of sentence, then all of `target` [rows, time] but the last. */
export function decoderInputs({ tf }: Pick<ModelTools, 'tf'>, target: Tensor2D): Tensor2D {
  const [rows, time] = target.shape;
  const start = tf.fill([rows, 1], special.bos, 'int32');
  return tf.concat([start, tf.slice(target, [0, 0], [rows, time - 1])], 1) as Tensor2D;
}
