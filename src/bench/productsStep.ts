import type { KernelConfig, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { EagerProgram } from '../engine/eagerProgram.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import { spread, trainingStep } from './trainingStep.ts';
import type { Step, WorkloadModel } from './workload.ts';

/** A matrix product of a step. Operands are numbered: those that share a number are the same values. */
export interface Product {
  left: Operand;
  right: Operand;
  transposeLeft: boolean;
  transposeRight: boolean;
}

interface Operand {
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

/** The products of the workload's training step. */
export function productsOf(engine: Engine, model: WorkloadModel, epsilon: number): Product[] {
  const program = new EagerProgram(engine);
  const { spec, inputs } = trainingStep(program, model, epsilon);
  program.define('step', spec);
  const products = observeProducts(engine, () => program.call('step', inputs(1)));
  program.dispose();
  return products;
}

/**
 * The products alone as one function: operands stand ready in variables, and one element of each product is summed so
 * that none can be left out. Nothing has to wait for anything, so this is a limit that no order of steps can beat.
 */
export function productsStep(program: Program, products: Product[]): Step {
  const shapes = new Map<number, number[]>();
  for (const { left, right } of products)
    for (const { id, shape } of [left, right]) shapes.set(id, shapes.get(id) ?? shape);
  const name = (id: number) => `operand${id}`;
  for (const [id, shape] of shapes)
    program.declare(
      { name: name(id), shape, dtype: 'float32' },
      spread(
        shape.reduce((a, b) => a * b, 1),
        0.1,
      ),
    );
  return {
    spec: {
      inputs: [],
      body: (context) => {
        const { tf } = context.engine;
        const value = ({ id, shape }: Operand) =>
          tf.reshape(context.read(name(id)), shape as [number, number]) as Tensor2D;
        const elements = products.map(({ left, right, transposeLeft, transposeRight }): Tensor => {
          const product: Tensor = tf.matMul(value(left), value(right), transposeLeft, transposeRight);
          return tf.reshape(
            tf.slice(
              product,
              product.shape.map(() => 0),
              product.shape.map(() => 1),
            ),
            [],
          );
        });
        return { sum: tf.addN(elements) };
      },
    },
    inputs: () => ({}),
  };
}
