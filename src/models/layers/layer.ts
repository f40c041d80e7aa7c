import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ImageTools } from '../imageModel.ts';
import type { ParameterSpec } from '../model.ts';

/** A part of a network over pictures, [rows, height, width, channels]. */
export interface Layer {
  parameters: ParameterSpec[];
  state: ParameterSpec[];
  apply(tools: ImageTools, pictures: Tensor4D): Tensor4D;
}

/** A layer without weights. */
export const activation = (apply: Layer['apply']): Layer => ({ parameters: [], state: [], apply });

export const relu = activation(({ ops }, pictures) => ops.relu(pictures) as Tensor4D);
export const relu6 = activation(({ ops }, pictures) => ops.relu6(pictures) as Tensor4D);

/** One layer after the other. */
export const chain = (layers: readonly Layer[]): Layer => ({
  parameters: layers.flatMap(({ parameters }) => parameters),
  state: layers.flatMap(({ state }) => state),
  apply: (tools, pictures) => layers.reduce((input, layer) => layer.apply(tools, input), pictures),
});

/** The sum of what several layers make of the same pictures. */
export const sumOf = (layers: readonly Layer[]): Layer => ({
  ...chain(layers),
  apply: (tools, pictures) => {
    const [first, ...others] = layers.map((layer) => layer.apply(tools, pictures));
    return others.reduce((sum, other) => tools.tf.add(sum, other), first as Tensor4D);
  },
});
