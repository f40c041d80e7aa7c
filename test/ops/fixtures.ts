import { readFileSync } from 'node:fs';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../src/objective/method.ts';

/** A tensor as the oracles write it. */
export interface StoredTensor {
  shape: number[];
  dtype: 'float32' | 'int32';
  values: number[];
}

export const readFixture = <T>(path: string): T => JSON.parse(readFileSync(`test/fixtures/${path}`, 'utf8')) as T;

export const toTensor = (tf: Tf, { values, shape, dtype }: StoredTensor): Tensor => tf.tensor(values, shape, dtype);

/** Values of all outputs, and the gradients of Σ upstream·output with respect to some of the inputs. */
export function differentiate(
  tf: Tf,
  inputs: Record<string, Tensor>,
  names: string[],
  upstream: Tensor[],
  compute: (inputs: Record<string, Tensor>) => Tensor[],
): { outputs: Tensor[]; gradients: Record<string, Tensor> } {
  const outputs = tf.tidy(() => compute(inputs).map((output) => output.clone()));
  if (names.length === 0) return { outputs, gradients: {} };
  const total = (...values: Tensor[]) => {
    const all = { ...inputs, ...Object.fromEntries(names.map((name, index) => [name, values[index]])) };
    const weighted = compute(all).map((output, index) => tf.sum(tf.mul(output, upstream[index])));
    return tf.addN(weighted) as ReturnType<Tf['scalar']>;
  };
  const gradients = tf.grads(total)(names.map((name) => inputs[name]));
  return { outputs, gradients: Object.fromEntries(names.map((name, index) => [name, gradients[index]])) };
}
