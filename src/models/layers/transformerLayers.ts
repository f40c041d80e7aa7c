import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelTools, ParameterSpec } from '../model.ts';
import type { TransformerParameters, TransformerSizes } from '../transformerParameters.ts';
import { linear, linearParameters } from './linear.ts';
import { crossAttentionParameters, selfAttentionParameters } from './multiHeadAttention.ts';
import { constant } from './weights.ts';

/** What a layer needs to know. */
export type LayerOptions = TransformerSizes &
  Pick<TransformerParameters, 'normalization' | 'activation' | 'dropout' | 'attentionDropout' | 'activationDropout'>;

export const normParameters = (name: string, size: number): ParameterSpec[] => [
  constant(`${name}.scale`, size, 1),
  constant(`${name}.shift`, size, 0),
];

export const norm = ({ ops, weight }: ModelTools, name: string, input: Tensor2D): Tensor2D =>
  ops.layerNorm(input, weight(`${name}.scale`) as Tensor1D, weight(`${name}.shift`) as Tensor1D);

/** Attention of the text to itself, then the feed-forward layer. Vaswani et al. 2017, section 3.1. */
export const encoderLayerParameters = (name: string, sizes: TransformerSizes): ParameterSpec[] => [
  ...selfAttentionParameters(`${name}.self`, sizes.embedding),
  ...normParameters(`${name}.self.norm`, sizes.embedding),
  ...feedForwardParameters(`${name}.feedForward`, sizes),
];

/** The same with attention to the encoded source between the two. */
export const decoderLayerParameters = (name: string, sizes: TransformerSizes): ParameterSpec[] => [
  ...selfAttentionParameters(`${name}.self`, sizes.embedding),
  ...normParameters(`${name}.self.norm`, sizes.embedding),
  ...crossAttentionParameters(`${name}.cross`, sizes.embedding),
  ...normParameters(`${name}.cross.norm`, sizes.embedding),
  ...feedForwardParameters(`${name}.feedForward`, sizes),
];

const feedForwardParameters = (name: string, { embedding, feedForward }: TransformerSizes) => [
  ...linearParameters(`${name}.up`, embedding, feedForward),
  ...linearParameters(`${name}.down`, feedForward, embedding),
  ...normParameters(`${name}.norm`, embedding),
];

/** norm(x + f(x)), or x + f(norm(x)) where normalisation comes first. What f adds is dropped from. */
export function residual(
  tools: ModelTools,
  { normalization, dropout }: LayerOptions,
  name: string,
  input: Tensor2D,
  part: (input: Tensor2D) => Tensor2D,
): Tensor2D {
  const { tf, ops, randomness } = tools;
  const normed = (value: Tensor) => norm(tools, `${name}.norm`, value as Tensor2D);
  const added = part(normalization === 'pre' ? normed(input) : input);
  const sum = tf.add(input, ops.dropout(added, dropout, randomness)) as Tensor2D;
  return normalization === 'pre' ? sum : normed(sum);
}

/** act(x·U + b)·D + c, in its residual sum. */
export function feedForward(tools: ModelTools, options: LayerOptions, name: string, input: Tensor2D): Tensor2D {
  const { ops, randomness } = tools;
  return residual(tools, options, name, input, (x) => {
    const inner = ops[options.activation](linear(tools, `${name}.up`, x));
    const dropped = ops.dropout(inner, options.activationDropout, randomness) as Tensor2D;
    return linear(tools, `${name}.down`, dropped);
  });
}
