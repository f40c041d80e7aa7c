import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { type BatchShape, noClass } from '../data/batch.ts';
import type { InputSpec } from '../engine/program.ts';
import type { ImageModel, ImageTools } from '../models/imageModel.ts';
import type { Objective, TokenLossInput } from '../objective/objective.ts';
import { calibrationSums } from '../training/calibration.ts';
import { scheduleSpecs, schedulesAmong } from '../training/schedules.ts';
import type { Loss, LossContext, Trainable } from '../training/trainStep.ts';
import { dividedByWeights, isMostProbable, largestProbability } from './lossParts.ts';
import { type ObjectiveNames, objectiveTensors, teacherPrefix, trainedNames } from './objectiveVariables.ts';
import { averagePrefix, nextAverages } from './weightAverage.ts';

export interface ClassificationLoss extends ObjectiveNames {
  model: ImageModel;
  objective: Objective;
  /** Classifies the same pictures, in the same step, where the objective needs a teacher. */
  teacher?: ImageModel;
}

/** Pictures among the inputs of a step, [rows, height, width, channels]. */
export const picturesInput = (name: string, { picture }: ImageModel, rows: number): InputSpec => ({
  name,
  shape: [rows, picture.height, picture.width, picture.channels],
  dtype: 'float32',
});

/**
 * The loss of a classifier on batches of one shape. Rows without a picture, whose class is `noClass`, are left out of
 * all sums; but in training they would still be part of the batch's statistics, and so there must be none.
 */
export function classificationTrainable(parts: ClassificationLoss, { rows }: BatchShape, trains: boolean): Trainable {
  const { model, objective } = parts;
  const int32 = (name: string): InputSpec => ({ name, shape: [rows], dtype: 'int32' });
  const partners = trains ? picturesInput('partnerPictures', model, rows) : int32('partners');
  return {
    inputs: [
      picturesInput('pictures', model, rows),
      int32('target'),
      ...(objective.needs.partners ? [partners] : []),
      ...scheduleSpecs(objective.schedules),
    ],
    weights: trainedNames(model, parts),
    loss: (context) => new ClassificationStep(parts, context, trains).loss(),
  };
}

/** One batch's pass. */
class ClassificationStep {
  readonly #parts: ClassificationLoss;
  readonly #context: LossContext;
  readonly #trains: boolean;
  readonly #tools: ImageTools;
  readonly #inputs: Record<string, Tensor>;
  /** Running statistics as they are after this batch. */
  readonly #statistics: Record<string, Tensor> = {};

  constructor(parts: ClassificationLoss, context: LossContext, trains: boolean) {
    const { tf, ops } = context.step.engine;
    this.#parts = parts;
    this.#context = context;
    this.#trains = trains;
    const track = (name: string, value: Tensor) => {
      this.#statistics[name] = value;
    };
    this.#tools = {
      ...{ tf, ops, weight: context.weight, randomness: context.randomness },
      ...(trains && { track }),
    };
    this.#inputs = context.step.inputs;
  }

  loss(): Loss {
    const { tf } = this.#tools;
    const { model, objective } = this.#parts;
    const target = this.#inputs.target as Tensor1D;
    const mask = tf.cast(tf.notEqual(target, noClass), 'float32') as Tensor1D;
    const gold = tf.maximum(target, tf.scalar(0, 'int32')) as Tensor1D;
    const logits = model.logits(this.#tools, this.#inputs.pictures as Tensor4D);
    const nll = this.#tools.ops.smoothedCrossEntropy(logits, gold, { gold: 1, uniform: 0 });
    // The average of this step's weights classifies the batch and is what is kept.
    const averages = objective.needs.average && this.#trains ? nextAverages(this.#context.step, model) : undefined;
    const input = this.#lossInput({ logits, gold, nll }, averages);
    const total = (values: Tensor) => tf.sum(tf.mul(values, mask)) as Scalar;
    const sum = total(objective.tokenLoss(this.#tools, input));
    const loss = dividedByWeights(this.#tools, objective, sum, input, mask);
    const penalty = objective.penalty?.(this.#tools, input);
    const correct = isMostProbable(this.#tools, { logits, gold });
    return {
      objective: penalty ? tf.add(loss, total(penalty)) : loss,
      nll: total(nll),
      correct: total(correct),
      measured: tf.sum(mask),
      ...(!this.#trains && {
        calibration: calibrationSums(tf, largestProbability(this.#tools, { logits, gold, nll }), correct, mask),
      }),
      ...(this.#trains && { state: { ...this.#statistics, ...averages } }),
    };
  }

  #lossInput(
    scored: Pick<TokenLossInput, 'logits' | 'gold' | 'nll'>,
    averages: Record<string, Tensor> | undefined,
  ): TokenLossInput {
    const { ops, randomness } = this.#tools;
    const { step, weight } = this.#context;
    const { model, objective, teacher } = this.#parts;
    const { partnerPictures, partners } = this.#inputs;
    const average = (name: string) => averages?.[averagePrefix + name] ?? step.read(name);
    return {
      ...{ ...scored, randomness, padId: noClass, schedules: schedulesAmong(objective.schedules, this.#inputs) },
      ...objectiveTensors(this.#parts, this.#context),
      teacherLogits: teacher && this.#asked(teacher, 'pictures', { weight: (name) => step.read(teacherPrefix + name) }),
      averageLogits: averages && this.#asked(model, 'pictures', { weight: average, track: () => {} }),
      partners: partners as Tensor1D | undefined,
      partnerLogits: partnerPictures && this.#asked(model, 'partnerPictures', { weight, track: () => {} }),
      modelVectors: objective.needs.modelVectors
        ? (ops.withoutGradient(() => model.embeddings(this.#tools)) as Tensor2D)
        : undefined,
    };
  }

  /** What a model says of pictures, with nothing dropped, and nothing of it differentiated. */
  #asked(model: ImageModel, pictures: string, tools: Pick<ImageTools, 'weight' | 'track'>): Tensor2D {
    const { tf, ops } = this.#tools;
    const asked = this.#inputs[pictures] as Tensor4D;
    return ops.withoutGradient(() => model.logits({ tf, ops, ...tools }, asked)) as Tensor2D;
  }
}
