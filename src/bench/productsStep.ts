import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { EagerProgram } from '../engine/eagerProgram.ts';
import type { Engine } from '../engine/engine.ts';
import type { Program } from '../engine/program.ts';
import type { Variant } from '../objective/objective.ts';
import { type Operand, observeProducts, type Product } from './products.ts';
import { spread } from './syntheticTask.ts';
import { trainingStep } from './trainingStep.ts';
import type { Step, WorkloadModel } from './workload.ts';

/** The products of the variant's training step. */
export function productsOf(engine: Engine, workload: WorkloadModel, variant: Variant): Product[] {
  const program = new EagerProgram(engine);
  const { spec, batch, scalars } = trainingStep(program, workload, variant);
  program.define('step', spec);
  const products = observeProducts(engine, () => program.call('step', { ...batch(1), ...scalars(1) }));
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
    batch: () => ({}),
    scalars: () => ({}),
  };
}
