import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { StepContext } from '../engine/program.ts';
import type { ParameterSpec, TrainableModel } from '../models/model.ts';
import { averageDecay } from '../objective/weightAverage.ts';
import { scheduleInput } from '../training/schedules.ts';

/** The moving average of each weight stands beside it under this prefix. */
export const averagePrefix = 'average/';

export const averageState = (model: Pick<TrainableModel, 'parameters'>): ParameterSpec[] =>
  model.parameters.map(({ name, shape }) => ({
    name: averagePrefix + name,
    shape,
    initial: { kind: 'constant', value: 0 },
  }));

/** Each weight's average with the weight of this step in it: d·average + (1−d)·weight. */
export function nextAverages(step: StepContext, model: Pick<TrainableModel, 'parameters'>): Record<string, Tensor> {
  const { tf } = step.engine;
  const decay = step.inputs[scheduleInput(averageDecay)] as Scalar;
  const next = (name: string) =>
    tf.add(tf.mul(step.read(averagePrefix + name), decay), tf.mul(step.read(name), tf.sub(1, decay)));
  return Object.fromEntries(model.parameters.map(({ name }) => [averagePrefix + name, next(name)]));
}
