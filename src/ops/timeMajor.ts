import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './kernel.ts';

/**
 * Ids [rows, time] → [time, rows]. Not by tf.transpose: TensorFlow's CPU build hands that to oneDNN, which does not take
 * int32, says so on standard error and falls back.
 */
export const timeMajor = (tf: Tf, ids: Tensor2D): Tensor2D => tf.stack(tf.unstack(ids, 1)) as Tensor2D;
