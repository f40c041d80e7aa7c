import type { Program, Values } from '../engine/program.ts';
import { sizeOf } from '../engine/program.ts';
import type { Variant } from '../objective/objective.ts';
import { adam } from '../training/optimizers/adam.ts';
import { slotName } from '../training/optimizers/optimizer.ts';
import { scheduleInputs } from '../training/schedules.ts';
import { trainingFunction } from '../training/trainStep.ts';
import { firstValues, type SyntheticTask, syntheticTask } from './syntheticTask.ts';
import type { Step, WorkloadModel } from './workload.ts';

const settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const learningRate = 1e-3;
/** Where a training is thought to stand: half-way, so that no schedule is at its ends. */
const [steps, epochs] = [10_000, 20];

/** A variant's training step with Adam, and its variables, declared in `program`. */
export function trainingStep(program: Program, workload: WorkloadModel, variant: Variant): Step {
  const task = syntheticTask(workload, variant);
  declareVariables(program, task);
  const scalars = (step: number): Record<string, Values> => ({
    ...Object.fromEntries(
      Object.entries(adam.scalars(settings, step)).map(([name, value]) => [name, Float32Array.of(value)]),
    ),
    ...scheduleInputs(task.schedules, { step: steps / 2 + step, epoch: epochs / 2, totalSteps: steps }),
    learningRate: Float32Array.of(learningRate),
    scale: Float32Array.of(1 / task.tokens),
    seed: Int32Array.of(step, 1),
  });
  const spec = trainingFunction(task.trainable(workload.shape, true), {
    optimizer: adam as never,
    parameters: settings,
  });
  return { spec, batch: task.batch, scalars };
}

function declareVariables(program: Program, { parameters, state, constants }: SyntheticTask): void {
  const declare = (name: string, shape: number[], values: Float32Array) =>
    program.declare({ name, shape, dtype: 'float32' }, values);
  // Optimizer slots start from the same zeros: their own would count in the process's peak.
  const zeros = new Float32Array(Math.max(...parameters.map(({ shape }) => sizeOf(shape))));
  for (const parameter of parameters) {
    const { name, shape } = parameter;
    declare(name, shape, firstValues(parameter));
    for (const slot of adam.slots(settings)) declare(slotName(name, slot), shape, zeros.subarray(0, sizeOf(shape)));
  }
  for (const variable of state) declare(variable.name, variable.shape, firstValues(variable));
  for (const [name, { shape, values }] of constants) declare(name, shape, values);
}
