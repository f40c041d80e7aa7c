import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { biasAddGradient } from './biasAdd.ts';
import { customOp, type Kernel } from './kernel.ts';

/**
 * y = x·Wᵀ + b whose value is known already, [rows, outputs]: it is taken as it is, and gets its gradients. So a loop
 * that makes y row by row, and is not differentiated by the steps' own y, has the gradients of all rows at once.
 * `x` [rows, inputs], `weight` [outputs, inputs], `bias` [outputs].
 */
export function knownProduct(
  kernel: Kernel,
  value: Tensor2D,
  { x, weight, bias }: { x: Tensor2D; weight: Tensor2D; bias: Tensor1D },
): Tensor2D {
  const { tf } = kernel;
  const [product] = customOp(
    tf,
    [x, weight, bias],
    (save) => {
      save([x, weight]);
      return [value.clone()];
    },
    ([dy], [input, matrix]) => [
      tf.matMul(dy as Tensor2D, matrix as Tensor2D),
      tf.matMul(dy as Tensor2D, input as Tensor2D, true, false),
      biasAddGradient(kernel, dy as Tensor),
    ],
  );
  return product as Tensor2D;
}
