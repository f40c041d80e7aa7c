import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelTools, ParameterSpec } from '../model.ts';
import { within } from './weights.ts';

/** Weight and bias under `name`, both within ±1/√inputs unless `limits` says otherwise: PyTorch's first values. */
export function linearParameters(
  name: string,
  inputs: number,
  outputs: number,
  limits: { weight?: number; bias?: number } = {},
): ParameterSpec[] {
  const usual = 1 / Math.sqrt(inputs);
  return [
    within(`${name}.weight`, [inputs, outputs], limits.weight ?? usual),
    within(`${name}.bias`, [outputs], limits.bias ?? usual),
  ];
}

/** x·W + b, [n, inputs] → [n, outputs]. */
export function linear({ tf, ops, weight }: ModelTools, name: string, input: Tensor2D): Tensor2D {
  const product = tf.matMul(input, weight(`${name}.weight`) as Tensor2D) as Tensor2D;
  return ops.biasAdd(product, weight(`${name}.bias`) as Tensor1D);
}
