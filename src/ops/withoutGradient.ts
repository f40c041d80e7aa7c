import type { Tensor } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** What `compute` answers, as a constant: nothing that it does is differentiated, nor costs a backward pass. */
export function withoutGradient<T extends Tensor>({ tf }: Kernel, compute: () => T): T {
  const [value] = customOp(
    tf,
    [],
    () => [compute()],
    () => [],
  );
  return value as T;
}
