import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { ModelTools } from '../model.ts';
import { type Attended, type AttentionSizes, merge } from './multiHeadAttention.ts';

/** A position of each hypothesis of each source, [sources·heads, hypotheses, size/heads]. */
interface OwnPosition {
  queries: Tensor3D;
  keys: Tensor3D;
  values: Tensor3D;
}

/**
 * Attention of each hypothesis to its own position and to earlier ones, which stand in blocks beside those of other
 * hypotheses. Nothing is copied: each block has products of its own, and one softmax goes over the scores of all.
 * Returns [hypotheses·sources, size].
 */
export function attendPast(
  tools: ModelTools,
  name: string,
  own: OwnPosition,
  past: Attended[],
  sizes: AttentionSizes,
): Tensor2D {
  const { tf } = tools;
  const queries = tf.mul(own.queries, 1 / Math.sqrt(own.queries.shape[2])) as Tensor3D;
  const toOwn = tf.sum(tf.mul(queries, own.keys), 2, true);
  const toPast = past.map(({ keys, bias }) => tf.add(tf.matMul(queries, keys, false, true), bias as Tensor));
  const lengths = past.map(({ keys }) => keys.shape[1]);
  const weights = tf.softmax(tf.concat([...toPast, toOwn], 2));
  const [ofOwn, ...ofPast] = tf.split(weights, [...lengths, 1], 2).reverse() as [Tensor, ...Tensor3D[]];
  const found = ofPast.reverse().map((part, block) => tf.matMul(part, past[block]?.values as Tensor3D));
  return merge(tools, name, tf.addN([tf.mul(ofOwn, own.values), ...found]) as Tensor3D, sizes);
}
