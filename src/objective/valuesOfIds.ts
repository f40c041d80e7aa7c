import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tools } from './method.ts';

/** A value of each class, [vocab], for each token, [tokens]. (tf.gather would read the ids back to the host.) */
export function valuesOfIds({ tf, ops }: Tools, values: Tensor1D, ids: Tensor1D): Tensor1D {
  const column = tf.reshape(values, [-1, 1]) as Tensor2D;
  return tf.reshape(ops.embeddingLookup(column, ids), [-1]) as Tensor1D;
}
