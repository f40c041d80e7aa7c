import { resolve } from 'node:path';
import type { TranslationData } from '../data/loadTranslationData.ts';
import type { Engine } from '../engine/engine.ts';
import { plannedSteps } from '../experiment/plannedSteps.ts';
import type { RunSettings } from '../experiment/planRuns.ts';
import { learningRateAt } from '../experiment/schedules.ts';
import { metrics } from '../metrics/registry.ts';
import { composeObjective } from '../objective/objective.ts';
import type { Optimizer } from '../training/optimizers/optimizer.ts';
import { optimizers } from '../training/optimizers/registry.ts';
import type { TrainingTask } from '../training/task.ts';
import type { TrainingSettings } from '../training/train.ts';
import { objectiveVectors } from './objectiveVectors.ts';
import { loadTrainedModel } from './trainedModel.ts';
import { translationTask } from './translation.ts';

export interface RunPlan {
  settings: RunSettings;
  seed: number;
  /** Folder of the experiment file, from which a teacher's path is taken. */
  folder: string;
}

/** Builds what the trainer needs for one planned run. */
export async function prepareRun(
  { settings, seed, folder }: RunPlan,
  data: TranslationData,
  engine: Engine,
): Promise<{ task: TrainingTask; training: TrainingSettings }> {
  const { objective: variant } = settings;
  const { teacher: path, vectors: needed } = composeObjective(variant).needs;
  const teacher = path === undefined ? undefined : await loadTrainedModel(resolve(folder, path));
  const vectors = await objectiveVectors(needed, data, { folder, engine });
  const task = translationTask({ spec: settings, variant, seed, data, engine, teacher, vectors });
  return { task, training: trainingSettings(settings, seed, task) };
}

function trainingSettings(
  { training }: RunSettings,
  seed: number,
  { batchesPerEpoch }: TrainingTask,
): TrainingSettings {
  const { optimizer: chosen, accumulate, clip, stop, evaluate, checkpoint, best } = training;
  const { kind, ...parameters } = chosen;
  const optimizer: Optimizer = optimizers[kind];
  return {
    ...{ optimizer, parameters, accumulate, clip, seed },
    totalSteps: plannedSteps(training, batchesPerEpoch).totalSteps,
    learningRate: (step, totalSteps) => learningRateAt(training.learningRate, step, totalSteps),
    evaluateEvery: evaluate.every === 'epoch' ? undefined : evaluate.every.steps,
    best: { metric: best, larger: best !== 'nll' && metrics[best].larger },
    patience: stop?.patience,
    checkpointSeconds: checkpoint.seconds,
  };
}
