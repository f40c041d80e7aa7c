import type { Values } from '../engine/program.ts';
import type { Progress } from '../objective/method.ts';

/** Name of the step's input that carries a schedule's value. */
export const scheduleInput = (name: string): string => `schedule/${name}`;

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
