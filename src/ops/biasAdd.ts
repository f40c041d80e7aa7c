import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

const attributes = { T: { type: 'float32' }, data_format: { text: 'NHWC' } } as const;

/**
 * `input` [rows, size] + `bias` [size]. TensorFlow joins its own op for this to the matrix product before it, so that
 * the product is not written and read once more.
 */
export function biasAdd({ tf, raw }: Kernel, input: Tensor2D, bias: Tensor1D): Tensor2D {
  const [output] = customOp(
    tf,
    [input, bias],
    () => [raw ? (raw('BiasAdd', [input, bias], attributes)[0] as Tensor) : tf.add(input, bias)],
    ([dy]) => [(dy as Tensor).clone(), biasAddGradient({ tf, raw }, dy as Tensor)],
  );
  return output as Tensor2D;
}

/** ∂bias [size] of `dy` [rows, size]. */
export const biasAddGradient = ({ tf, raw }: Kernel, dy: Tensor): Tensor =>
  raw ? (raw('BiasAddGrad', [dy], attributes)[0] as Tensor) : tf.sum(dy, 0);
