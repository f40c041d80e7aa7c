import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { type BatchShape, special } from '../data/batch.ts';
import type { InputSpec } from '../engine/program.ts';
import { decoderInputs } from '../models/decoderInputs.ts';
import type { Feed, ModelTools, Source, TrainableModel } from '../models/model.ts';
import { rowsOf, sourceOf } from '../models/source.ts';
import { rowsPerExample } from '../objective/drawTargets.ts';
import type { Objective, TokenLossInput } from '../objective/objective.ts';
import type { SequencePlan } from '../objective/sampler.ts';
import { timeMajor } from '../ops/timeMajor.ts';
import { calibrationSums } from '../training/calibration.ts';
import { scheduleSpecs, schedulesAmong } from '../training/schedules.ts';
import type { Loss, LossContext, Trainable } from '../training/trainStep.ts';
import { dividedByWeights, isMostProbable, largestProbability } from './lossParts.ts';
import { type ObjectiveNames, objectiveTensors, teacherPrefix, trainedNames } from './objectiveVariables.ts';
import { averagePrefix, nextAverages } from './weightAverage.ts';

export interface SequenceLoss extends ObjectiveNames {
  model: TrainableModel;
  objective: Objective;
  /** Scores the same batch, in the same step, where the objective needs a teacher. */
  teacher?: TrainableModel;
}

const int32 = (name: string, shape: number[]): InputSpec => ({ name, shape, dtype: 'int32' });
const float32 = (name: string, shape: number[]): InputSpec => ({ name, shape, dtype: 'float32' });

/** The loss of a sequence-to-sequence model on batches of one shape. `trains` is false for validation. */
export function sequenceTrainable(
  parts: SequenceLoss,
  { rows, source, target }: BatchShape,
  trains: boolean,
): Trainable {
  const { model, objective } = parts;
  const plan = trains ? objective.plan : undefined;
  const scored = rows * (plan ? rowsPerExample(plan) : 1); // target sequences of one step
  return {
    inputs: [
      ...model.source(rows, source),
      int32('target', [scored, target]),
      ...(plan ? [float32('rowWeight', [scored]), float32('goldRow', [scored])] : []),
      ...(objective.needs.partners ? [int32('partners', [(plan?.lazy ? rows : scored) * target])] : []),
      ...scheduleSpecs(objective.schedules),
    ],
    weights: trainedNames(model, parts),
    loss: (context) => new SequenceStep(parts, context, plan, trains).loss(),
  };
}

/** The tokens of one pass, with what the model says of them. */
interface ScoredTokens {
  /** What the decoder reads, [rows, time]. */
  inputs: Tensor2D;
  logits: Tensor2D; // [time·rows, vocab]
  gold: Tensor1D; // [time·rows]
  nll: Tensor1D; // [time·rows]
  /** Averages with this step's weights in them; absent where nothing is trained, or none are needed. */
  averages?: Record<string, Tensor>;
}

/** One batch's pass. Padding is left out of all sums. */
class SequenceStep {
  readonly #parts: SequenceLoss;
  readonly #context: LossContext;
  readonly #plan: SequencePlan | undefined;
  readonly #trains: boolean;
  readonly #tools: ModelTools;
  readonly #inputs: Record<string, Tensor>;

  constructor(parts: SequenceLoss, context: LossContext, plan: SequencePlan | undefined, trains: boolean) {
    const { tf, ops } = context.step.engine;
    this.#parts = parts;
    this.#context = context;
    this.#plan = plan;
    this.#trains = trains;
    this.#tools = { tf, ops, weight: context.weight, randomness: context.randomness };
    this.#inputs = context.step.inputs;
  }

  loss(): Loss {
    const { tf, ops } = this.#tools;
    const { objective } = this.#parts;
    const target = this.#inputs.target as Tensor2D; // [scored rows, time]
    const isLazy = this.#plan?.lazy ?? false;
    // Lazy samples are scored by the logits of the gold rows, which come first.
    const goldRows = rowsOf(this.#source());
    const read = isLazy ? (tf.slice(target, [0, 0], [goldRows, -1]) as Tensor2D) : target;
    const inputs = decoderInputs(this.#tools, read);
    const logits = this.#logits(inputs); // [time·rows, vocab], time-major
    const gold = this.#flat(read);
    const nll = ops.smoothedCrossEntropy(logits, gold, { gold: 1, uniform: 0 });
    // The average of this step's weights scores the batch and is what is kept.
    const averages =
      objective.needs.average && this.#trains ? nextAverages(this.#context.step, this.#parts.model) : undefined;
    const input = this.#tokenInput({ inputs, logits, gold, nll, averages });
    const mask = this.#mask(gold);
    const measuredMask = this.#plan && !isLazy ? tf.mul(mask, this.#perToken('goldRow', gold)) : mask;
    const total = (values: Tensor, of: Tensor) => tf.sum(tf.mul(values, of)) as Scalar;
    const penalty = objective.penalty?.({ tf, ops }, input);
    // Of gold and samples together the gold ones are penalised; of one or the other, whichever is there.
    const penaltyMask = this.#plan?.mix === 'stochastic' ? mask : measuredMask;
    const correct = isMostProbable(this.#tools, { logits, gold });
    const trained = isLazy ? this.#lazySum(input, mask, target) : this.#sum(input, mask);
    return {
      objective: penalty ? tf.add(trained, total(penalty, penaltyMask)) : trained,
      nll: total(nll, measuredMask),
      correct: total(correct, measuredMask),
      measured: tf.sum(measuredMask),
      ...(!this.#trains && {
        calibration: calibrationSums(tf, largestProbability(this.#tools, { logits, gold, nll }), correct, mask),
      }),
      ...(averages && { state: averages }),
    };
  }

  /** Σ rowWeight·loss over the tokens. */
  #sum(input: TokenLossInput, mask: Tensor1D): Scalar {
    const { tf, ops } = this.#tools;
    const { objective } = this.#parts;
    const weight = this.#plan ? (tf.mul(mask, this.#perToken('rowWeight', input.gold)) as Tensor1D) : mask;
    const sum = tf.sum(tf.mul(objective.tokenLoss({ tf, ops }, input), weight)) as Scalar;
    return dividedByWeights(this.#tools, objective, sum, input, weight);
  }

  /** (1−a)·L(y*) + a·ω·L(y^l), all of it scored by the same logits, and divided as the gold tokens are. */
  #lazySum(input: TokenLossInput, mask: Tensor1D, target: Tensor2D): Scalar {
    const { tf, ops } = this.#tools;
    const { objective } = this.#parts;
    const { alpha, samples } = this.#plan as SequencePlan;
    const sequences = tf.split(target, samples + 1, 0).slice(1) as Tensor2D[];
    const weights = tf.split(this.#inputs.rowWeight as Tensor1D, samples + 1, 0).slice(1) as Tensor1D[];
    const mixture = {
      own: 1 - alpha,
      samples: sequences.map((sequence, index) => ({
        gold: this.#flat(sequence),
        mass: this.#repeat(weights[index] as Tensor1D, input.gold),
      })),
    };
    const sum = tf.sum(tf.mul(objective.tokenLoss({ tf, ops }, input, mixture), mask)) as Scalar;
    return dividedByWeights(this.#tools, objective, sum, input, mask);
  }

  #logits(inputs: Tensor2D): Tensor2D {
    const source = this.#source();
    const { model } = this.#parts;
    return model.logits(this.#tools, source, inputs, this.#trains ? this.#feed(source, inputs) : undefined);
  }

  /**
   * Validation runs under teacher forcing whatever the variant feeds in training, so that variants are measured alike.
   */
  #feed(source: Source, inputs: Tensor2D): Feed | undefined {
    const { tf, ops, randomness } = this.#tools;
    const { model, objective } = this.#parts;
    if (!objective.feed) return undefined;
    if (!randomness) throw new Error('scheduled inputs were asked for where nothing is random');
    const feed = objective.feed(this.#tools, {
      embeddings: model.embeddings(this.#tools),
      schedules: this.#schedules(),
      randomness,
      coin: (rows, probability) =>
        tf.cast(tf.less(ops.randomUniform([rows, 1], randomness), probability), 'float32') as Tensor2D,
    });
    if (!objective.twoPass) return feed;
    const [, time] = inputs.shape;
    const first = ops.withoutGradient(() => model.logits(this.#tools, source, inputs)) as Tensor2D;
    const previous = tf.split(first, time, 0) as Tensor2D[];
    const fed = (goldEmbedding: Tensor2D) => feed(goldEmbedding, previous.shift() as Tensor2D);
    return Object.assign(fed, { differentiated: false });
  }

  #tokenInput({ inputs, averages, ...scored }: ScoredTokens): TokenLossInput {
    const { ops, randomness } = this.#tools;
    const { step } = this.#context;
    const { model, objective, teacher } = this.#parts;
    const { needs } = objective;
    return {
      ...{ ...scored, randomness, padId: special.pad, schedules: this.#schedules() },
      ...objectiveTensors(this.#parts, this.#context),
      teacherLogits: teacher && this.#frozenLogits(teacher, inputs, (name) => step.read(teacherPrefix + name)),
      averageLogits: averages && this.#frozenLogits(model, inputs, (name) => averages[averagePrefix + name] as Tensor),
      partners: this.#inputs.partners as Tensor1D | undefined,
      modelVectors: needs.modelVectors
        ? (ops.withoutGradient(() => model.embeddings(this.#tools)) as Tensor2D)
        : undefined,
    };
  }

  /** What other weights say of the batch: nothing is dropped, and nothing of it is differentiated. */
  #frozenLogits(model: TrainableModel, inputs: Tensor2D, weight: ModelTools['weight']): Tensor2D {
    const { tf, ops } = this.#tools;
    const source = sourceOf(model, this.#inputs);
    return ops.withoutGradient(() => model.logits({ tf, ops, weight }, source, inputs)) as Tensor2D;
  }

  #source(): Source {
    return sourceOf(this.#parts.model, this.#inputs);
  }

  #schedules(): Record<string, Scalar> {
    return schedulesAmong(this.#parts.objective.schedules, this.#inputs);
  }

  /** [rows, time] → [time·rows], as logits are ordered. */
  #flat(rows: Tensor2D): Tensor1D {
    const { tf } = this.#tools;
    return tf.reshape(timeMajor(tf, rows), [-1]) as Tensor1D;
  }

  #mask(gold: Tensor1D): Tensor1D {
    const { tf } = this.#tools;
    return tf.cast(tf.notEqual(gold, special.pad), 'float32');
  }

  /** A number a row, for each of the row's tokens. */
  #perToken(name: 'rowWeight' | 'goldRow', gold: Tensor1D): Tensor1D {
    return this.#repeat(this.#inputs[name] as Tensor1D, gold);
  }

  #repeat(perRow: Tensor1D, gold: Tensor1D): Tensor1D {
    return this.#tools.tf.tile(perRow, [gold.shape[0] / perRow.shape[0]]);
  }
}
