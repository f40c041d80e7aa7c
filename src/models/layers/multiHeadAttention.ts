import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { ModelTools, ParameterSpec } from '../model.ts';
import { linear, linearParameters } from './linear.ts';

/** Keys and values of what is attended to, [rows·heads, positions, size/heads] each. */
export interface Attended {
  keys: Tensor3D;
  values: Tensor3D;
  /** 0 at a position that may be looked at, −1e9 at others; broadcasts to [rows·heads, queries, positions]. */
  bias?: Tensor | undefined;
}

export interface AttentionSizes {
  size: number;
  heads: number;
  /** Share of weights dropped. */
  dropout: number;
}

/** Attention to nothing: exp(−1e9) is 0. */
export const hidden = -1e9;

/** The bias of attention to what is real alone: 0 where `real` is 1, −1e9 where it is 0. */
export const hideOthers = ({ tf }: Pick<ModelTools, 'tf'>, real: Tensor): Tensor => tf.mul(tf.sub(1, real), hidden);

/** fairseq's limit of the projections to queries, keys and values: Glorot & Bengio's with a gain of 1/√2. */
const projectionLimit = (size: number) => Math.sqrt(1.5 / size);

/**
 * Multi-head attention. Vaswani et al. 2017, section 3.2.2. Queries, keys and values of a text that looks at itself come
 * from one product.
 */
export const selfAttentionParameters = (name: string, size: number): ParameterSpec[] => [
  ...linearParameters(`${name}.project`, size, 3 * size, { weight: projectionLimit(size) }),
  ...outputParameters(name, size),
];

/** Attention of a text to another one, whose keys and values come from one product. */
export const crossAttentionParameters = (name: string, size: number): ParameterSpec[] => [
  ...linearParameters(`${name}.query`, size, size, { weight: projectionLimit(size) }),
  ...linearParameters(`${name}.attended`, size, 2 * size, { weight: projectionLimit(size) }),
  ...outputParameters(name, size),
];

const outputParameters = (name: string, size: number) =>
  linearParameters(`${name}.output`, size, size, { weight: Math.sqrt(3 / size), bias: 0 });

/** [time·rows, size], time-major → [rows·heads, time, size/heads]. */
function byHead({ tf }: ModelTools, vectors: Tensor2D, time: number, { size, heads }: AttentionSizes): Tensor3D {
  return tf.transpose(tf.reshape(vectors, [time, -1, size / heads]), [1, 0, 2]) as Tensor3D;
}

/** What attention found, back to [time·rows, size], through its output layer. */
export function merge(tools: ModelTools, name: string, found: Tensor3D, { size }: AttentionSizes): Tensor2D {
  const { tf } = tools;
  return linear(tools, `${name}.output`, tf.reshape(tf.transpose(found, [1, 0, 2]), [-1, size]) as Tensor2D);
}

/** Queries, keys and values of a text at itself, by head; `input` [time·rows, size]. */
export function projectSelf(tools: ModelTools, name: string, input: Tensor2D, time: number, sizes: AttentionSizes) {
  const projected = tools.tf.split(linear(tools, `${name}.project`, input), 3, 1) as Tensor2D[];
  const [queries, keys, values] = projected.map((part) => byHead(tools, part, time, sizes));
  return { queries, keys, values } as { queries: Tensor3D; keys: Tensor3D; values: Tensor3D };
}

/** Keys and values of another text, by head; `input` [time·rows, size]. */
export function projectAttended(tools: ModelTools, name: string, input: Tensor2D, time: number, sizes: AttentionSizes) {
  const projected = tools.tf.split(linear(tools, `${name}.attended`, input), 2, 1) as Tensor2D[];
  const [keys, values] = projected.map((part) => byHead(tools, part, time, sizes));
  return { keys, values } as { keys: Tensor3D; values: Tensor3D };
}

export const projectQueries = (tools: ModelTools, name: string, input: Tensor2D, time: number, sizes: AttentionSizes) =>
  byHead(tools, linear(tools, `${name}.query`, input), time, sizes);

/** `output` [time·rows, size], and the weights [rows·heads, time, positions]. */
export function attend(
  tools: ModelTools,
  name: string,
  queries: Tensor3D,
  { keys, values, bias }: Attended,
  sizes: AttentionSizes,
): { output: Tensor2D; weights: Tensor3D } {
  const { ops, randomness } = tools;
  const drop = (weights: Tensor) => ops.dropout(weights, sizes.dropout, randomness);
  const { outputs, weights } = ops.dotAttention(queries, keys, values, { bias, drop });
  return { output: merge(tools, name, outputs, sizes), weights };
}
