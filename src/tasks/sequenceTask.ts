import type { Batch } from '../data/batch.ts';
import type { Values } from '../engine/program.ts';
import type { TrainableModel } from '../models/model.ts';
import type { Corpus } from '../objective/corpus.ts';
import type { Constant } from '../objective/method.ts';
import type { Objective } from '../objective/objective.ts';
import type { TrainingTask } from '../training/task.ts';
import { constantVariables, trainedVariables } from './objectiveVariables.ts';
import { sequenceTrainable } from './sequenceLoss.ts';
import { averageState } from './weightAverage.ts';

export interface SequenceParts {
  model: TrainableModel;
  objective: Objective;
  corpus: Corpus;
  /** The objective's constants for that corpus. */
  constants: Record<string, Constant>;
  teacher?: { model: TrainableModel; weights: ReadonlyMap<string, Constant> };
}

/** The part of a training task that a model and an objective make, wherever the batches come from. */
export type SequenceTask = Pick<
  TrainingTask,
  'parameters' | 'state' | 'constants' | 'schedules' | 'trainable' | 'inputs'
>;

export function sequenceTask({ model, objective, corpus, constants, teacher }: SequenceParts): SequenceTask {
  const trained = objective.trained(corpus);
  const names = { constants: Object.keys(constants), trained: Object.keys(trained) };
  const parts = { model, objective, teacher: teacher?.model, ...names };
  return {
    parameters: [...model.parameters, ...trainedVariables(trained)],
    state: objective.needs.average ? averageState(model) : [],
    constants: constantVariables(constants, teacher && { reads: teacher.model.parameters, weights: teacher.weights }),
    schedules: objective.schedules,
    trainable: (shape, trains) => sequenceTrainable(parts, shape, trains),
    inputs: batchInputs,
  };
}

function batchInputs({ source, features, target, drawn, partners }: Batch): Record<string, Values> {
  return {
    source,
    ...features,
    target: drawn?.target ?? target,
    ...(drawn && { rowWeight: drawn.weight, goldRow: drawn.gold }),
    ...(partners && { partners }),
  };
}
