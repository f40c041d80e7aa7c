import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from '../objective/method.ts';

/**
 * Makes matrix products with a transposed factor fast on wasm. tfjs multiplies plain matrices with XNNPACK but falls
 * back to a naive loop when a factor is to be transposed, as it is in every gradient; transposing it first costs little.
 */
export function transposeBeforeProducts({ getKernel, registerKernel, unregisterKernel }: Tf): void {
  const product = getKernel('BatchMatMul', 'wasm');
  const transpose = getKernel('Transpose', 'wasm').kernelFunc;
  const kernelFunc: KernelFunc = (call) => {
    const { inputs, attrs, backend } = call;
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    if (!(transposeA || transposeB) || !isMatrix(a) || !isMatrix(b)) return product.kernelFunc(call);
    const flip = (x: TensorInfo) => transpose({ inputs: { x }, attrs: { perm: swapped(x) }, backend }) as TensorInfo;
    const [left, right] = [transposeA ? flip(a) : a, transposeB ? flip(b) : b];
    const plain = { ...call.attrs, transposeA: false, transposeB: false };
    const result = product.kernelFunc({ ...call, inputs: { a: left, b: right }, attrs: plain });
    const { disposeData } = backend as { disposeData(id: object): void };
    if (transposeA) disposeData.call(backend, left.dataId);
    if (transposeB) disposeData.call(backend, right.dataId);
    return result;
  };
  unregisterKernel('BatchMatMul', 'wasm');
  registerKernel({ ...product, kernelFunc });
}

/** Whether there is one matrix only, whatever the number of leading ones in the shape. */
const isMatrix = ({ shape }: TensorInfo): boolean => shape.slice(0, -2).every((side) => side === 1);

/** The last two axes exchanged. */
function swapped({ shape }: TensorInfo): number[] {
  const axes = shape.map((_, axis) => axis);
  return [...axes.slice(0, -2), axes.length - 1, axes.length - 2];
}
