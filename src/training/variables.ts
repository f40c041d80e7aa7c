import { normal, uniform } from '../data/random.ts';
import { type Program, sizeOf, type Values, type VariableSpec } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import { slotName } from './optimizers/optimizer.ts';
import type { TrainingTask } from './task.ts';
import { accumulator, type StepOptions } from './trainStep.ts';

/** A weight's first value: a function of the run's seed and the weight's name alone. */
function initialValue({ name, shape, initial }: ParameterSpec, seed: number): Float32Array {
  const size = sizeOf(shape);
  const purpose = `initial/${name}`;
  if (initial.kind === 'constant') return new Float32Array(size).fill(initial.value);
  if (initial.kind === 'normal') return normal(seed, purpose, size).map((value) => value * initial.deviation);
  return uniform(seed, purpose, size).map((value) => (2 * value - 1) * initial.limit);
}

/**
 * Declares all variables of a training run, with first values or those of a checkpoint, its own or another run's. Answers
 * with what is saved.
 */
export function declareVariables(
  program: Program,
  task: TrainingTask,
  options: StepOptions & { accumulate: number },
  seed: number,
  saved?: ReadonlyMap<string, { values: Values }>,
): VariableSpec[] {
  const slots = options.optimizer.slots(options.parameters as never);
  const kept: VariableSpec[] = [];
  // A program that has trained another seed has the variables already.
  const set = (spec: VariableSpec, value: Values) =>
    program.has(spec.name) ? program.writeVariables(new Map([[spec.name, value]])) : program.declare(spec, value);
  const declare = (spec: VariableSpec, initial: () => Values) => {
    set(spec, saved?.get(spec.name)?.values ?? initial());
    kept.push(spec);
  };
  for (const parameter of task.parameters) {
    const { name, shape } = parameter;
    const zeros = () => new Float32Array(sizeOf(shape));
    declare({ name, shape, dtype: 'float32' }, () => initialValue(parameter, seed));
    if (options.frozen?.has(name)) continue;
    for (const slot of slots) declare({ name: slotName(name, slot), shape, dtype: 'float32' }, zeros);
    if (options.accumulate > 1) set({ name: accumulator(name), shape, dtype: 'float32' }, zeros());
  }
  for (const spec of task.state) {
    declare({ name: spec.name, shape: spec.shape, dtype: 'float32' }, () => initialValue(spec, seed));
  }
  for (const [name, { shape, values }] of task.constants) set({ name, shape, dtype: 'float32' }, values);
  return kept;
}
