import type { Batch, BatchShape } from '../data/batch.ts';
import { seedFor } from '../data/random.ts';
import type { Program, Values } from '../engine/program.ts';
import { scheduleInputs } from './schedules.ts';
import type { TrainingTask } from './task.ts';
import {
  accumulatingFunction,
  applyingFunction,
  type StepOptions,
  type Trainable,
  trainingFunction,
  updateScalars,
} from './trainStep.ts';

export interface StepperOptions extends StepOptions {
  seed: number;
  accumulate: number;
}

/** Sums of one update over all of its batches. */
export interface StepSums {
  objective: number;
  nll: number;
  correct: number;
  /** Tokens that `nll` and `correct` are sums over. */
  measured: number;
  tokens: number;
  gradientNorm: number;
}

const shapeName = ({ rows, source, target }: BatchShape): string => `${rows}x${source}x${target}`;

/** Takes training steps: one call for an update, or one a batch and one more where gradients are accumulated. */
export class Stepper {
  readonly #program: Program;
  readonly #task: TrainingTask;
  readonly #options: StepperOptions;

  constructor(program: Program, task: TrainingTask, options: StepperOptions) {
    this.#program = program;
    this.#task = task;
    this.#options = options;
    const accumulates = options.accumulate > 1;
    for (const shape of task.shapes) {
      const trainable = withoutFrozen(task.trainable(shape, true), options);
      const spec = accumulates ? accumulatingFunction(trainable) : trainingFunction(trainable, options);
      program.define(`train/${shapeName(shape)}`, spec);
    }
    const weights = task.parameters.map(({ name }) => name).filter((name) => !options.frozen?.has(name));
    if (accumulates) program.define('apply', applyingFunction(weights, options));
  }

  /** Update number `step`, counted from 1. */
  take(batches: Batch[], step: number, epoch: number, learningRate: number, totalSteps: number): StepSums {
    const { optimizer, parameters, accumulate, seed } = this.#options;
    const tokens = batches.reduce((sum, batch) => sum + batch.tokens, 0);
    const numbers: Record<string, number> = { ...optimizer.scalars(parameters as never, step), learningRate };
    const scalars = Object.fromEntries(updateScalars(this.#options).map(({ name }) => [name, scalar(numbers[name])]));
    const sums: StepSums = { objective: 0, nll: 0, correct: 0, measured: 0, tokens, gradientNorm: 0 };
    batches.forEach((batch, index) => {
      const results = this.#program.call(`train/${shapeName(batch.shape)}`, {
        ...this.#task.inputs(batch),
        ...scheduleInputs(this.#task.schedules, { step, epoch, totalSteps, part: index }),
        seed: Int32Array.from(seedFor(seed, 'step', step * accumulate + index)),
        scale: scalar(1 / tokens),
        ...(accumulate > 1 ? {} : scalars),
      });
      addTo(sums, results);
    });
    if (accumulate > 1) addTo(sums, this.#program.call('apply', scalars));
    return sums;
  }
}

/** What is not among the weights is read as any other variable is, and nothing is differentiated for it. */
const withoutFrozen = (trainable: Trainable, { frozen }: StepOptions): Trainable => ({
  ...trainable,
  weights: trainable.weights.filter((name) => !frozen?.has(name)),
});

const scalar = (value: number | undefined) => Float32Array.of(value ?? Number.NaN);

function addTo(sums: StepSums, results: Record<string, Values>): void {
  for (const name of ['objective', 'nll', 'correct', 'measured', 'gradientNorm'] as const)
    sums[name] += results[name]?.[0] ?? 0;
}
