import type { Tensor } from '@tensorflow/tfjs-core';
import type { ParameterSpec } from '../models/model.ts';
import type { Constant, TrainedTensor } from '../objective/method.ts';
import type { LossContext } from '../training/trainStep.ts';

/** Teacher's weights stand beside the student's under this prefix. */
export const teacherPrefix = 'teacher/';
/** So do the tensors of the objective's methods: fixed ones, and those that are trained with the model. */
export const constantPrefix = 'constant/';
export const trainedPrefix = 'trained/';

/** A model that is only asked: the names that it reads, and their values, of which there may be more. */
export interface FrozenTeacher {
  reads: readonly ParameterSpec[];
  weights: ReadonlyMap<string, Constant>;
}

/** Names of an objective's fixed and trained tensors, without prefix. */
export interface ObjectiveNames {
  constants?: readonly string[];
  trained?: readonly string[];
}

/** An objective's tensors in a step, by their names. */
export function objectiveTensors(
  { constants = [], trained = [] }: ObjectiveNames,
  { step, weight }: Pick<LossContext, 'step' | 'weight'>,
): { constants: Record<string, Tensor>; trained: Record<string, Tensor> } {
  return {
    constants: Object.fromEntries(constants.map((name) => [name, step.read(constantPrefix + name)])),
    trained: Object.fromEntries(trained.map((name) => [name, weight(trainedPrefix + name)])),
  };
}

/** Names of what a step trains: the model's weights, and the objective's own. */
export const trainedNames = (
  { parameters }: { parameters: readonly ParameterSpec[] },
  { trained = [] }: ObjectiveNames,
) => [...parameters.map(({ name }) => name), ...trained.map((name) => trainedPrefix + name)];

/** What an objective trains with the model, as variables. */
export const trainedVariables = (trained: Record<string, TrainedTensor>): ParameterSpec[] =>
  Object.entries(trained).map(([name, { shape, initial }]) => ({
    name: trainedPrefix + name,
    shape,
    initial: { kind: 'constant', value: initial },
  }));

/** What an objective reads and nothing changes: its constants, and the teacher's weights. */
export function constantVariables(constants: Record<string, Constant>, teacher?: FrozenTeacher): Map<string, Constant> {
  const names = new Set(teacher?.reads.map(({ name }) => name));
  const ofTeacher = [...(teacher?.weights ?? [])].filter(([name]) => names.has(name));
  return new Map([
    ...ofTeacher.map(([name, constant]) => [teacherPrefix + name, constant] as const),
    ...Object.entries(constants).map(([name, constant]) => [constantPrefix + name, constant] as const),
  ]);
}
