import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LstmWeights } from '../../ops/lstm.ts';
import type { ModelTools, ParameterSpec } from '../model.ts';
import { bias, matrix } from './weights.ts';

/** Weights of an LSTM layer under `name`; gates i, g, f, o. */
const lstmParameters = (name: string, inputs: number, units: number): ParameterSpec[] => [
  matrix(`${name}.input`, inputs, 4 * units),
  matrix(`${name}.recurrent`, units, 4 * units),
  bias(`${name}.bias`, 4 * units),
];

export const lstmWeights = ({ weight }: Pick<ModelTools, 'weight'>, name: string): LstmWeights => ({
  input: weight(`${name}.input`) as Tensor2D,
  recurrent: weight(`${name}.recurrent`) as Tensor2D,
  bias: weight(`${name}.bias`),
});

export const bidirectionalParameters = (name: string, inputs: number, units: number): ParameterSpec[] => [
  ...lstmParameters(`${name}.forward`, inputs, units),
  ...lstmParameters(`${name}.backward`, inputs, units),
];

/**
 * A bidirectional LSTM over `inputs` [time·rows, in], time-major. Returns for each time both outputs side by side,
 * [rows, 2·units], and the backward layer's output at the first time, which has read the whole sentence. Padding stands
 * at the end, so that the forward layer meets it last and the backward layer, kept at zero there, starts after it.
 */
export function bidirectionalLstm(
  tools: ModelTools,
  name: string,
  inputs: Tensor2D,
  mask: Tensor2D[], // [time][rows, 1]
): { outputs: Tensor2D[]; first: Tensor2D } {
  const { tf, ops } = tools;
  const time = mask.length;
  const forward = ops.lstmSequence(inputs, lstmWeights(tools, `${name}.forward`), { time });
  const backward = ops.lstmSequence(inputs, lstmWeights(tools, `${name}.backward`), { time, mask, backwards: true });
  const outputs = forward.outputs.map((output, at) => tf.concat([output, backward.outputs[at] as Tensor2D], 1));
  return { outputs: outputs as Tensor2D[], first: backward.outputs[0] as Tensor2D };
}
