import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/**
 * `input` [rows, size] + `bias` [size]. TensorFlow joins its own op for this to the matrix product before it, so that
 * the product is not written and read once more.
 */
export function biasAdd({ tf, raw }: Kernel, input: Tensor2D, bias: Tensor1D): Tensor2D {
  const attributes = { T: { type: 'float32' }, data_format: { text: 'NHWC' } } as const;
  const [output] = customOp(
    tf,
    [input, bias],
    () => [raw ? (raw('BiasAdd', [input, bias], attributes)[0] as Tensor) : tf.add(input, bias)],
    ([dy]) => [
      (dy as Tensor).clone(),
      raw ? (raw('BiasAddGrad', [dy as Tensor], attributes)[0] as Tensor) : tf.sum(dy as Tensor, 0),
    ],
  );
  return output as Tensor2D;
}
