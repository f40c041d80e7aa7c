import { equalWidthBins, expectedCalibrationError } from '../analyses/calibrationBins.ts';
import { emptyHistogram } from '../analyses/calibrationHistogram.ts';
import type { Batch, BatchShape } from '../data/batch.ts';
import type { Program } from '../engine/program.ts';
import type { Progress } from '../objective/method.ts';
import { scheduleInputs } from './schedules.ts';
import type { TrainingTask } from './task.ts';
import { evaluatingFunction } from './trainStep.ts';

/** Means over the tokens of a text under teacher forcing. */
export interface LossMeasurement {
  objective: number;
  nll: number;
  accuracy: number;
  /** Expected calibration error of the most probable token, 0 to 1; absent where the task does not measure it. */
  ece?: number;
  tokens: number;
}

const functionName = ({ rows, source, target }: BatchShape): string => `evaluate/${rows}x${source}x${target}`;

/** Adds the evaluation of every shape among the batches. */
export function defineEvaluation(program: Program, task: TrainingTask, batches: Batch[], defined: Set<string>): void {
  for (const { shape } of batches) {
    const name = functionName(shape);
    if (!defined.has(name)) program.define(name, evaluatingFunction(task.trainable(shape, false)));
    defined.add(name);
  }
}

/** What measuring the loss gives: also the sums that calibration is analysed from, where the task has them. */
export interface LossAndCalibration {
  loss: LossMeasurement;
  calibration?: Float64Array;
}

/** `progress` is where training stands: the objective may follow it. */
export function measureLoss(
  program: Program,
  task: TrainingTask,
  batches: Batch[],
  progress: Progress,
): LossAndCalibration {
  const schedules = scheduleInputs(task.schedules, progress);
  const sum = { objective: 0, nll: 0, correct: 0, tokens: 0 };
  let histogram: Float64Array | undefined;
  for (const batch of batches) {
    const { objective, nll, correct, calibration } = program.call(functionName(batch.shape), {
      ...task.inputs(batch),
      ...schedules,
    });
    sum.objective += objective?.[0] ?? Number.NaN;
    sum.nll += nll?.[0] ?? Number.NaN;
    sum.correct += correct?.[0] ?? Number.NaN;
    sum.tokens += batch.tokens;
    if (calibration) {
      histogram ??= emptyHistogram();
      for (let at = 0; at < histogram.length; at += 1) histogram[at]! += calibration[at]!;
    }
  }
  const { tokens } = sum;
  const means = { objective: sum.objective / tokens, nll: sum.nll / tokens, accuracy: sum.correct / tokens, tokens };
  if (!histogram) return { loss: means };
  const ece = expectedCalibrationError(equalWidthBins(histogram)) ?? Number.NaN;
  return { loss: { ...means, ece }, calibration: histogram };
}
