import type { Tensor } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** The value of `hard` with the gradient of `soft`, of the same shape. Bengio, Léonard & Courville 2013, arXiv:1308.3432. */
export function straightThrough({ tf }: Kernel, hard: Tensor, soft: Tensor): Tensor {
  const [value] = customOp(
    tf,
    [soft],
    () => [hard.clone()],
    ([dy]) => [(dy as Tensor).clone()],
  );
  return value as Tensor;
}
