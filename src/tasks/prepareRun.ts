import type { Engine } from '../engine/engine.ts';
import { plannedSteps } from '../experiment/plannedSteps.ts';
import type { RunSettings } from '../experiment/planRuns.ts';
import { learningRateAt } from '../experiment/schedules.ts';
import { metrics } from '../metrics/registry.ts';
import type { ParameterSpec } from '../models/model.ts';
import { namesMatching } from '../training/namePatterns.ts';
import type { Optimizer } from '../training/optimizers/optimizer.ts';
import { optimizers } from '../training/optimizers/registry.ts';
import type { TrainingTask } from '../training/task.ts';
import type { TrainingSettings } from '../training/train.ts';
import { UserError } from '../userError.ts';
import type { LoadedTask, RunPlan } from './taskRuntime.ts';

/** Builds what the trainer needs for one planned run. */
export async function prepareRun(
  run: RunPlan,
  loaded: LoadedTask,
  engine: Engine,
): Promise<{ task: TrainingTask; training: TrainingSettings }> {
  const task = await loaded.prepare(run, engine);
  return { task, training: trainingSettings(run.settings, run.seed, task) };
}

function trainingSettings(
  { training }: RunSettings,
  seed: number,
  { batchesPerEpoch, parameters: weights }: TrainingTask,
): TrainingSettings {
  const { optimizer: chosen, accumulate, clip, stop, evaluate, checkpoint, best } = training;
  const { kind, ...parameters } = chosen;
  const optimizer: Optimizer = optimizers[kind];
  const planned = plannedSteps(training, batchesPerEpoch);
  const frozen = frozenOf(training.freeze, weights);
  return {
    ...{ optimizer, parameters, accumulate, clip, seed, frozen },
    totalSteps: planned.totalSteps,
    learningRate: (step) => learningRateAt(training.learningRate, step, planned),
    evaluateEvery: evaluate.every === 'epoch' ? undefined : evaluate.every.steps,
    best: { metric: best, larger: best !== 'nll' && metrics[best].larger },
    patience: stop?.patience,
    checkpointSeconds: checkpoint.seconds,
  };
}

function frozenOf(patterns: string[] = [], weights: ParameterSpec[]): Set<string> {
  const names = weights.map(({ name }) => name);
  const frozen = namesMatching(patterns, names, 'training.freeze');
  if (frozen.size < names.length) return frozen;
  throw new UserError('`training.freeze` leaves no parameter to be trained', { fix: 'Leave some out of it.' });
}
