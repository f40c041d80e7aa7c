import { createHash } from 'node:crypto';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine.ts';

/** A matrix product of a step. Operands are numbered: those that share a number are the same values. */
export interface Product {
  left: Operand;
  right: Operand;
  transposeLeft: boolean;
  transposeRight: boolean;
}

export interface Operand {
  id: number;
  shape: number[]; // [..., rows, columns]
}

const kernelName = 'BatchMatMul';

/** All matrix products, forward and backward, that `run` asks the engine for. */
export function observeProducts({ tf }: Engine, run: () => void): Product[] {
  const original = tf.getKernel(kernelName, tf.getBackend()) as KernelConfig;
  const products: Product[] = [];
  const numbers = new Map<object, number>();
  const operand = ({ dataId, shape }: { dataId: object; shape: number[] }): Operand => {
    if (!numbers.has(dataId)) numbers.set(dataId, numbers.size);
    return { id: numbers.get(dataId) as number, shape };
  };
  const replace = (config: KernelConfig) => {
    tf.unregisterKernel(kernelName, tf.getBackend());
    tf.registerKernel(config);
  };
  replace({
    ...original,
    kernelFunc: (call) => {
      const { a, b } = call.inputs as unknown as Record<'a' | 'b', { dataId: object; shape: number[] }>;
      const { transposeA, transposeB } = call.attrs as Record<string, boolean>;
      products.push({
        left: operand(a),
        right: operand(b),
        transposeLeft: transposeA === true,
        transposeRight: transposeB === true,
      });
      return original.kernelFunc(call);
    },
  });
  try {
    run();
  } finally {
    replace(original);
  }
  return products;
}

/** What a contestant says of its products: steps with equal ones have equal limits. */
export interface ProductsSummary {
  digest: string;
  /** Multiplications, each with its addition. */
  multiplications: number;
}

export function describeProducts(products: Product[]): ProductsSummary {
  const digest = createHash('sha256').update(JSON.stringify(products)).digest('hex').slice(0, 16);
  return { digest, multiplications: products.reduce((sum, product) => sum + multiplications(product), 0) };
}

function multiplications({ left, right, transposeRight }: Product): number {
  const columns = right.shape.at(transposeRight ? -2 : -1) as number;
  return left.shape.reduce((size, side) => size * side, columns);
}
