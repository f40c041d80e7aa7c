import { analyse } from '../analyses/registry.ts';
import type { Batch } from '../data/batch.ts';
import type { BatchSource } from '../data/workerBatches.ts';
import type { Program, Values } from '../engine/program.ts';
import { meanEffectiveSize } from '../objective/drawTargets.ts';
import type { AnalysisRecord, EndState, SampleRecord, SeriesRow } from '../runs/events.ts';
import type { NewRunEvent } from '../runs/runWriter.ts';
import { defineEvaluation, measureLoss } from './evaluate.ts';
import { Stepper, type StepperOptions } from './stepper.ts';
import type { Split, TrainingTask } from './task.ts';
import { declareVariables } from './variables.ts';

export interface TrainingSettings extends StepperOptions {
  totalSteps: number;
  /** Of the step with this number, counted from 1. */
  learningRate(step: number): number;
  /** Steps between evaluations; left out, one after each epoch. */
  evaluateEvery?: number;
  /** What chooses the best checkpoint, and whether more of it is better. */
  best: { metric: string; larger: boolean };
  /** Evaluations without improvement of `best` after which training stops. */
  patience?: number;
  /** Most training between two checkpoints. */
  checkpointSeconds: number;
}

/** Where training stands between two steps: with the variables' values, all that it needs to go on. */
export interface TrainerState {
  step: number;
  /** Complete passes over the training text, and batches of the present one that are done. */
  epoch: number;
  index: number;
  best?: { score: number; step: number };
  /** Evaluations since the best one. */
  sinceBest: number;
  /** Why training is over; testing is left to do. */
  finished?: string;
}

export type SavedVariables = Map<string, { shape: number[]; values: Values }>;

/** What training tells while it goes on. The caller stores what it is given before it asks for more. */
export type TrainingOutput =
  | { kind: 'event'; event: NewRunEvent }
  | { kind: 'row'; step: number; row: SeriesRow }
  | { kind: 'sample'; sample: SampleRecord }
  | { kind: 'analyses'; record: AnalysisRecord }
  | { kind: 'save'; name: 'last' | 'best'; variables: SavedVariables; state: TrainerState };

export interface TrainingInput {
  program: Program;
  task: TrainingTask;
  settings: TrainingSettings;
  /** The last checkpoint, for going on from it. */
  resume?: { state: TrainerState; variables: SavedVariables };
  /** What training begins with in the place of first values: another run's weights. */
  start?: SavedVariables;
  /** Weights of the best checkpoint, read when training is over. */
  loadBest(): Promise<SavedVariables>;
  stopRequested(): boolean;
}

/**
 * Trains to the end, evaluating, checkpointing and testing on the way. All that it tells but wall-clock times is a
 * function of the task, the settings and the seed, however often training is broken off and resumed.
 */
export async function* train(input: TrainingInput): AsyncGenerator<TrainingOutput> {
  const trainer = new Trainer(input);
  yield* trainer.run();
}

class Trainer {
  readonly #input: TrainingInput;
  readonly #saved: { name: string; shape: number[] }[];
  readonly #stepper: Stepper;
  readonly #state: TrainerState;
  readonly #defined = new Set<string>();
  readonly #startedAt = performance.now();
  #savedAt = performance.now();

  constructor(input: TrainingInput) {
    this.#input = input;
    const { program, task, settings, resume, start } = input;
    this.#saved = declareVariables(program, task, settings, settings.seed, resume?.variables ?? start);
    this.#stepper = new Stepper(program, task, settings);
    this.#state = resume ? { ...resume.state } : { step: 0, epoch: 0, index: 0, sinceBest: 0 };
  }

  async *run(): AsyncGenerator<TrainingOutput> {
    yield this.#opening();
    if (this.#state.finished === undefined) {
      const stream = this.#input.task.batches(this.#state.epoch, this.#state.index);
      try {
        const end = yield* this.#steps(stream);
        if (end) return yield end;
      } finally {
        await stream.close();
      }
    }
    yield* this.#test();
    yield this.#end('done', 'complete', this.#state.finished ?? '');
  }

  #opening(): TrainingOutput {
    const { resume, task, settings } = this.#input;
    if (resume) return { kind: 'event', event: { kind: 'resumed', fromStep: resume.state.step } };
    const parameters = task.parameters.reduce(
      (sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1),
      0,
    );
    const { totalSteps } = settings;
    return { kind: 'event', event: { kind: 'started', totalSteps, stepsPerEpoch: this.#stepsPerEpoch, parameters } };
  }

  get #stepsPerEpoch(): number {
    return Math.ceil(this.#input.task.batchesPerEpoch / this.#input.settings.accumulate);
  }

  /** Answers with the event that ends the run, or with nothing when training is complete. */
  async *#steps(stream: BatchSource): AsyncGenerator<TrainingOutput, TrainingOutput | undefined> {
    const { settings } = this.#input;
    const state = this.#state;
    while (state.step < settings.totalSteps) {
      const row = await this.#step(stream);
      yield { kind: 'row', step: state.step, row };
      if (!Number.isFinite(row.objective) || !Number.isFinite(row.gradientNorm)) return this.#notFinite(row);
      if (this.#evaluationIsDue()) {
        yield* this.#evaluate();
        if (settings.patience !== undefined && state.sinceBest >= settings.patience) {
          state.finished = `no improvement of ${settings.best.metric} in ${settings.patience} evaluations`;
          break;
        }
      }
      const stops = this.#input.stopRequested();
      if (stops || performance.now() - this.#savedAt > 1000 * settings.checkpointSeconds) yield* this.#save('last');
      if (stops) return this.#end('stopped', 'stopped', 'stopped on request; the same command goes on from here');
    }
    state.finished ??= 'all planned steps are done';
    yield* this.#save('last');
    return undefined;
  }

  async #step(stream: BatchSource): Promise<SeriesRow> {
    const { settings } = this.#input;
    const state = this.#state;
    const batches = await this.#nextBatches(stream);
    const start = performance.now();
    state.step += 1;
    const epoch = state.epoch + state.index / this.#input.task.batchesPerEpoch;
    const learningRate = settings.learningRate(state.step);
    const sums = this.#stepper.take(batches, state.step, epoch, learningRate, settings.totalSteps);
    this.#advance(batches.length);
    const { tokens, gradientNorm } = sums;
    const effectiveSize = meanEffectiveSize(batches.flatMap(({ drawn }) => drawn ?? []));
    return {
      objective: sums.objective / tokens,
      // A batch of sampled sequences alone measures neither.
      nll: sums.nll / sums.measured,
      accuracy: sums.correct / sums.measured,
      ...{ tokens, learningRate, gradientNorm },
      ...(effectiveSize !== undefined && { effectiveSize }),
      epoch: state.epoch + state.index / this.#input.task.batchesPerEpoch,
      milliseconds: performance.now() - start,
    };
  }

  /** The batches of one update: as many as are accumulated, fewer at the end of an epoch. */
  async #nextBatches(stream: BatchSource): Promise<Batch[]> {
    const { task, settings } = this.#input;
    const count = Math.min(settings.accumulate, task.batchesPerEpoch - this.#state.index);
    const batches: Batch[] = [];
    while (batches.length < count) batches.push((await stream.next()).batch);
    return batches;
  }

  #advance(batches: number): void {
    const state = this.#state;
    state.index += batches;
    if (state.index < this.#input.task.batchesPerEpoch) return;
    state.epoch += 1;
    state.index = 0;
  }

  #evaluationIsDue(): boolean {
    const { evaluateEvery, totalSteps } = this.#input.settings;
    const { step, index } = this.#state;
    return step === totalSteps || (evaluateEvery === undefined ? index === 0 : step % evaluateEvery === 0);
  }

  *#evaluate(): Generator<TrainingOutput> {
    const { step, epoch, index } = this.#state;
    const start = performance.now();
    const { loss, text, analyses } = this.#measure('valid');
    const measured = { nll: loss.nll, ...text.scores } as Record<string, number>;
    const best = this.#judge(measured[this.#input.settings.best.metric] as number);
    if (best) yield* this.#save('best');
    const { scores, signatures } = text;
    const passed = epoch + index / this.#input.task.batchesPerEpoch;
    const seconds = (performance.now() - start) / 1000;
    // Told first: whoever sees the event finds them.
    yield { kind: 'analyses', record: { step, split: 'valid', analyses } };
    yield {
      kind: 'event',
      event: { kind: 'evaluated', step, epoch: passed, ...loss, scores, signatures, best, seconds },
    };
    yield* this.#tellSamples(text.samples);
    yield* this.#save('last');
  }

  #measure(split: Split) {
    const { program, task } = this.#input;
    const batches = task.evaluationBatches(split) ?? [];
    defineEvaluation(program, task, batches, this.#defined);
    task.prepare(program, split);
    const { step, epoch, index } = this.#state;
    const progress = { step, epoch: epoch + index / task.batchesPerEpoch, totalSteps: this.#input.settings.totalSteps };
    const { loss, calibration } = measureLoss(program, task, batches, progress);
    const text = task.measure(program, split);
    const analyses = analyse({ over: 'text', ...text.analysed, ...(calibration && { calibration }) });
    return { loss, text, analyses };
  }

  /** Whether the score is the best so far; keeps count of patience. */
  #judge(score: number): boolean {
    const state = this.#state;
    const { larger } = this.#input.settings.best;
    const improved = state.best === undefined || (larger ? score > state.best.score : score < state.best.score);
    if (improved) state.best = { score, step: state.step };
    state.sinceBest = improved ? 0 : state.sinceBest + 1;
    return improved;
  }

  async *#test(): AsyncGenerator<TrainingOutput> {
    const { program, task } = this.#input;
    if (task.evaluationBatches('test') === undefined) return;
    const best = await this.#input.loadBest();
    const measured = [...task.parameters, ...task.state];
    program.writeVariables(new Map(measured.map(({ name }) => [name, best.get(name)?.values as Values])));
    const start = performance.now();
    const { loss, text, analyses } = this.#measure('test');
    const { objective: _objective, ...measurement } = loss;
    const step = this.#state.best?.step ?? this.#state.step;
    const { scores, signatures } = text;
    const seconds = (performance.now() - start) / 1000;
    yield { kind: 'analyses', record: { step, split: 'test', analyses } };
    yield { kind: 'event', event: { kind: 'tested', step, ...measurement, scores, signatures, seconds } };
    yield* this.#tellSamples(text.samples);
  }

  *#tellSamples(samples: Omit<SampleRecord, 'step'>[]): Generator<TrainingOutput> {
    const { step } = this.#state;
    for (const sample of samples) yield { kind: 'sample', sample: { step, ...sample } };
    if (samples.length > 0) yield { kind: 'event', event: { kind: 'sampled', step, count: samples.length } };
  }

  *#save(name: 'last' | 'best'): Generator<TrainingOutput> {
    const values = this.#input.program.readVariables(this.#saved.map((spec) => spec.name));
    const variables: SavedVariables = new Map(
      this.#saved.map((spec) => [spec.name, { shape: spec.shape, values: values.get(spec.name) as Values }]),
    );
    yield { kind: 'save', name, variables, state: structuredClone(this.#state) };
    yield { kind: 'event', event: { kind: 'checkpoint', step: this.#state.step, name } };
    if (name === 'last') this.#savedAt = performance.now();
  }

  #notFinite({ objective, gradientNorm }: SeriesRow): TrainingOutput {
    const what = Number.isFinite(objective)
      ? `the gradient's norm is ${gradientNorm}`
      : `the objective is ${objective}`;
    return this.#end(
      'failed',
      'not-finite',
      `${what} at step ${this.#state.step}; use a lower learning rate, a warm-up or \`clip\``,
    );
  }

  #end(state: EndState, code: string, reason: string): TrainingOutput {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return { kind: 'event', event: { kind: 'ended', step: this.#state.step, state, code, reason, seconds } };
  }
}
