import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { type BatchShape, special } from '../data/batch.ts';
import type { InputSpec } from '../engine/program.ts';
import { decoderInputs } from '../models/decoderInputs.ts';
import type { Model, ModelTools } from '../models/model.ts';
import type { Objective } from '../objective/objective.ts';
import { timeMajor } from '../ops/timeMajor.ts';
import { scheduleInput } from '../training/schedules.ts';
import type { Loss, LossContext, Trainable } from '../training/trainStep.ts';

/** Teacher's weights stand beside the student's under this prefix. */
export const teacherPrefix = 'teacher/';

export interface SequenceLoss {
  model: Model;
  objective: Objective;
  /** Scores the same batch, in the same step, where the objective needs a teacher. */
  teacher?: Model;
}

const int32 = (name: string, shape: number[]): InputSpec => ({ name, shape, dtype: 'int32' });

/** The loss of a sequence-to-sequence model on batches of one shape. `trains` is false for validation. */
export function sequenceTrainable(
  parts: SequenceLoss,
  { rows, source, target }: BatchShape,
  trains: boolean,
): Trainable {
  const schedules = trains ? Object.keys(parts.objective.schedules) : [];
  return {
    inputs: [
      int32('source', [rows, source]),
      int32('target', [rows, target]),
      ...schedules.map((name): InputSpec => ({ name: scheduleInput(name), shape: [], dtype: 'float32' })),
    ],
    weights: parts.model.parameters.map(({ name }) => name),
    loss: (context) => sequenceLoss(parts, context, trains),
  };
}

/**
 * Sums over the gold tokens, padding left out. Validation runs under teacher forcing whatever the variant feeds in
 * training, so that variants are measured alike.
 */
function sequenceLoss({ model, objective, teacher }: SequenceLoss, context: LossContext, trains: boolean): Loss {
  const { tf, ops } = context.step.engine;
  const { source, target } = context.step.inputs as Record<string, Tensor2D> & { source: Tensor2D; target: Tensor2D };
  const tools: ModelTools = { tf, ops, weight: context.weight, randomness: context.randomness };
  const inputs = decoderInputs(tools, target);
  const feed = trains ? objective.feed?.({ tf, ops }, feedInput(model, tools, context)) : undefined;
  const logits = model.logits(tools, source, inputs, feed); // [time·rows, vocab], time-major
  const gold = tf.reshape(timeMajor(tf, target), [-1]) as Tensor1D;
  const teacherLogits = teacher?.logits(teacherTools(context), source, inputs);
  const losses = objective.tokenLoss({ tf, ops }, { logits, gold, padId: special.pad, teacherLogits });
  const nll = ops.smoothedCrossEntropy(logits, gold, { gold: 1, uniform: 0 });
  const mask = tf.cast(tf.notEqual(gold, special.pad), 'float32');
  const total = (values: Tensor) => tf.sum(tf.mul(values, mask)) as Scalar;
  return { objective: total(losses), nll: total(nll), correct: total(isMostProbable(tools, logits, gold)) };
}

function feedInput(model: Model, tools: ModelTools, { step, randomness }: LossContext) {
  const { tf, ops } = tools;
  const prefix = scheduleInput('');
  const schedules = Object.entries(step.inputs).filter(([name]) => name.startsWith(prefix));
  return {
    embeddings: model.embeddings(tools),
    schedules: Object.fromEntries(schedules.map(([name, value]) => [name.slice(prefix.length), value as Scalar])),
    coin: (rows: number, probability: Scalar) => {
      if (!randomness) throw new Error('a coin was asked for where nothing is random');
      return tf.cast(tf.less(ops.randomUniform([rows, 1], randomness), probability), 'float32') as Tensor2D;
    },
  };
}

const teacherTools = ({ step }: LossContext): ModelTools => ({
  tf: step.engine.tf,
  ops: step.engine.ops,
  weight: (name) => step.read(teacherPrefix + name),
});

/** 1 where no logit exceeds the gold one, [tokens]: cheaper than an argmax and equal but for ties. */
function isMostProbable({ tf, ops }: ModelTools, logits: Tensor2D, gold: Tensor1D): Tensor {
  return tf.cast(tf.greaterEqual(ops.pickColumns(logits, gold), tf.max(logits, 1)), 'float32');
}
