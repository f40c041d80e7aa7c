import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { InputsInput, Parameters, Tools } from '../method.ts';

/** c·E[gold] + (1−c)·`own` with the coin c of each row: vectors are mixed, never one-hot rows of words. */
export function blend({ tf }: Tools, { goldEmbedding, keepGold }: InputsInput<Parameters>, own: Tensor2D): Tensor2D {
  return tf.add(tf.mul(goldEmbedding, keepGold), tf.mul(own, tf.sub(1, keepGold)));
}
