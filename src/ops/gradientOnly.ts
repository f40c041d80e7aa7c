import type { Tensor } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** 0 in place of `value`, with its gradient: a term that trains without being part of what is reported. */
export function gradientOnly<T extends Tensor>({ tf }: Kernel, value: T): T {
  const [zero] = customOp(
    tf,
    [value],
    () => [tf.zerosLike(value)],
    ([dy]) => [dy as Tensor],
  );
  return zero as T;
}
