import { makeBatch } from '../data/batches.ts';
import { corpusOf } from '../data/corpusOf.ts';
import { batchFinisher } from '../data/finishBatch.ts';
import { RandomSequence } from '../data/random.ts';
import type { Values } from '../engine/program.ts';
import { sizeOf } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import { composeObjective, type Variant } from '../objective/objective.ts';
import { type SequenceTask, sequenceTask } from '../tasks/sequenceTask.ts';
import { syntheticPairs, syntheticVectors, syntheticWords } from './syntheticText.ts';
import type { WorkloadModel } from './workload.ts';

/** A variant of a workload as it is trained, with all that its methods ask for, on a generated text. */
export interface SyntheticTask extends SequenceTask {
  /** Target tokens of the batch. */
  tokens: number;
  /** The batch, always of the same examples; what is drawn for it is drawn anew at each step. */
  batch(step: number): Record<string, Values>;
}

/** Throws where the variant asks for what the workload has not. */
export function syntheticTask(workload: WorkloadModel, variant: Variant): SyntheticTask {
  const { model, shape, vocabulary } = workload;
  const objective = composeObjective(variant);
  const { teacher, vectors } = objective.needs;
  const pairs = syntheticPairs(workload, Math.min(10_000, 200 * shape.rows));
  const needsVectors = vectors !== undefined;
  const corpus = corpusOf(pairs, syntheticWords(vocabulary), needsVectors ? syntheticVectors(vocabulary) : undefined);
  const task = sequenceTask({
    model,
    objective,
    corpus,
    constants: objective.constants(corpus),
    teacher: teacher === undefined ? undefined : { model, weights: generatedWeights(model.parameters) },
  });
  const finish = batchFinisher(objective, corpus);
  const examples = Int32Array.from({ length: shape.rows }, (_, row) => row);
  const gold = { ...makeBatch(pairs, { shape, examples }), features: syntheticFeatures(workload) };
  return {
    ...task,
    tokens: gold.tokens,
    batch: (step) => {
      const random = new RandomSequence(1, `sequences of step ${step}`);
      return task.inputs(finish(gold, () => random.next()));
    },
  };
}

function syntheticFeatures({ features = {}, shape }: WorkloadModel): Record<string, Float32Array> {
  const entries = Object.entries(features).map(
    ([name, sides]) => [name, spread(shape.rows * sizeOf(sides), 1)] as const,
  );
  return Object.fromEntries(entries);
}

const generatedWeights = (parameters: ParameterSpec[]) =>
  new Map(parameters.map((parameter) => [parameter.name, { shape: parameter.shape, values: firstValues(parameter) }]));

/** Where a weight starts, without a seed. */
export function firstValues({ shape, initial }: ParameterSpec): Float32Array {
  if (initial.kind === 'constant') return new Float32Array(sizeOf(shape)).fill(initial.value);
  // A uniform distribution within ±√3·σ has the deviation σ too.
  return spread(sizeOf(shape), initial.kind === 'normal' ? Math.sqrt(3) * initial.deviation : initial.limit);
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
