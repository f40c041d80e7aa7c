import type * as TfCore from '@tensorflow/tfjs-core';

export type Tf = typeof TfCore;

/** An attribute of a TensorFlow op, by the kind of its value. */
export type Attribute =
  | { type: 'float32' | 'int32' | 'bool' }
  | { int: number }
  | { ints: readonly number[] }
  | { float: number }
  | { bool: boolean }
  | { text: string };

/**
 * Runs one TensorFlow op by its name. Only the TensorFlow engine has it; ops with a portable form ask for it and
 * fall back where it is absent. The op is not differentiated: callers give a gradient through `customOp`.
 */
export type RawOp = (
  name: string,
  inputs: TfCore.Tensor[],
  attributes: Record<string, Attribute>,
  outputs?: number,
) => TfCore.Tensor[];

/** What every op is made from. */
export interface Kernel {
  tf: Tf;
  raw?: RawOp;
}

type Backward = (dys: TfCore.Tensor[], saved: TfCore.Tensor[]) => TfCore.Tensor[];

/**
 * An op of several inputs and outputs with a gradient of its own. `forward` passes to `save` what `backward` needs;
 * `backward` returns one gradient an input, in order. (tf.customGrad allows one output only.)
 */
export function customOp(
  tf: Tf,
  inputs: TfCore.Tensor[],
  forward: (save: (tensors: TfCore.Tensor[]) => void) => TfCore.Tensor[],
  backward: Backward,
): TfCore.Tensor[] {
  // Private in tfjs's typings; tf.customGrad is made from it.
  const { runKernelFunc } = tf.engine() as unknown as {
    runKernelFunc(kernel: unknown): TfCore.Tensor | TfCore.Tensor[];
  };
  const outputs = runKernelFunc.call(tf.engine(), {
    forwardFunc: (_backend: unknown, save: (tensors: TfCore.Tensor[]) => void) => forward(save),
    backwardsFunc: (dys: TfCore.Tensor | TfCore.Tensor[], saved: TfCore.Tensor[]) => {
      const gradients = backward(Array.isArray(dys) ? dys : [dys], saved);
      return Object.fromEntries(gradients.map((gradient, index) => [index, () => gradient]));
    },
    inputs: Object.fromEntries(inputs.map((input, index) => [index, input])),
  });
  return Array.isArray(outputs) ? outputs : [outputs];
}
