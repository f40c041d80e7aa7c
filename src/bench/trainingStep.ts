import type { Program, Values } from '../engine/program.ts';
import { sizeOf } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import { adam } from '../training/optimizers/adam.ts';
import { slotName } from '../training/optimizers/optimizer.ts';
import { trainingFunction } from '../training/trainStep.ts';
import type { Step, WorkloadModel } from './workload.ts';

const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const learningRate = 1e-3;

/** The workload's training step with Adam, and its variables, declared in `program`. */
export function trainingStep(
  program: Program,
  { parameters, tokens, trainable, batch }: WorkloadModel,
  epsilon: number,
) {
  // Optimizer slots start from the same zeros: their own would count in the process's peak.
  const zeros = new Float32Array(Math.max(...parameters.map(({ shape }) => sizeOf(shape))));
  for (const parameter of parameters) {
    const { name, shape } = parameter;
    program.declare({ name, shape, dtype: 'float32' }, firstValues(parameter));
    for (const slot of adam.slots(settings))
      program.declare({ name: slotName(name, slot), shape, dtype: 'float32' }, zeros.subarray(0, sizeOf(shape)));
  }
  const scalars = (step: number): Record<string, Values> => ({
    ...Object.fromEntries(
      Object.entries(adam.scalars(settings, step)).map(([name, value]) => [name, Float32Array.of(value)]),
    ),
    learningRate: Float32Array.of(learningRate),
    scale: Float32Array.of(1 / tokens),
    seed: Int32Array.of(step, 1),
  });
  const step: Step = {
    spec: trainingFunction(trainable(epsilon), { optimizer: adam as never, parameters: settings }),
    inputs: (number) => ({ ...batch, ...scalars(number) }),
  };
  return step;
}

function firstValues({ shape, initial }: ParameterSpec): Float32Array {
  if (initial.kind === 'constant') return new Float32Array(sizeOf(shape)).fill(initial.value);
  return spread(sizeOf(shape), initial.limit);
}

/** Numbers within ±limit that repeat nowhere near (a linear congruential sequence, constants of Numerical Recipes). */
export function spread(count: number, limit: number): Float32Array {
  const values = new Float32Array(count);
  let state = count;
  for (let index = 0; index < count; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[index] = (state / 2 ** 31) * limit;
  }
  return values;
}
