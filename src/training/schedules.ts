import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { InputSpec, Values } from '../engine/program.ts';
import type { Progress } from '../objective/method.ts';

/** Name of the step's input that carries a schedule's value. */
export const scheduleInput = (name: string): string => `schedule/${name}`;

/** The inputs of a step that carry the values of schedules. */
export const scheduleSpecs = (schedules: object): InputSpec[] =>
  Object.keys(schedules).map((name) => ({ name: scheduleInput(name), shape: [], dtype: 'float32' }));

/** The values of schedules among the inputs of a step, by the schedule's name. */
export const schedulesAmong = (schedules: object, inputs: Record<string, Tensor>): Record<string, Scalar> =>
  Object.fromEntries(Object.keys(schedules).map((name) => [name, inputs[scheduleInput(name)] as Scalar]));

/** The value of every schedule at this point of training, as inputs of the step. */
export function scheduleInputs(
  schedules: Record<string, (progress: Progress) => number>,
  progress: Progress,
): Record<string, Values> {
  const entries = Object.entries(schedules).map(([name, value]) => [
    scheduleInput(name),
    Float32Array.of(value(progress)),
  ]);
  return Object.fromEntries(entries);
}
