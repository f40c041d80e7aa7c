import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { type BatchShape, special } from '../data/batch.ts';
import type { Program, StepContext, Values } from '../engine/program.ts';
import { decoderInputs } from '../models/decoderInputs.ts';
import type { Model, ModelTools } from '../models/model.ts';
import { sourceOf } from '../models/source.ts';
import { timeMajor } from '../ops/timeMajor.ts';

/** What the model thinks of one token, given what stands before it. */
export interface TokenView {
  logProbability: number;
  /** 1 is the most probable token. */
  rank: number;
  /** Of the whole distribution, in nats. */
  entropy: number;
  runnersUp: { id: number; probability: number }[];
}

const runnersUp = 5;

const explainName = ({ rows, source, target }: BatchShape): string => `explain/${rows}x${source}x${target}`;

/** Adds the function that scores given texts token by token, for one shape. */
export function defineExplanation(program: Program, model: Model, shape: BatchShape): void {
  const { rows, source, target } = shape;
  program.define(explainName(shape), {
    inputs: [...model.source(rows, source), { name: 'target', shape: [rows, target], dtype: 'int32' }],
    body: (context) => explain(context, model),
  });
}

function explain(context: StepContext, model: Model): Record<string, Tensor> {
  const { tf, ops } = context.engine;
  const tools: ModelTools = { tf, ops, weight: (name) => context.read(name) };
  const target = context.inputs.target as Tensor2D;
  const logits = model.logits(tools, sourceOf(model, context.inputs), decoderInputs(tools, target));
  const logProbabilities = tf.sub(logits, tf.logSumExp(logits, 1, true)) as Tensor2D;
  const chosen = ops.pickColumns(logProbabilities, tf.reshape(timeMajor(tf, target), [-1]) as Tensor1D);
  const above = tf.greater(logProbabilities, tf.reshape(chosen, [-1, 1]));
  const top = tf.topk(logProbabilities, Math.min(runnersUp, logits.shape[1]));
  return {
    logProbability: chosen,
    rank: tf.add(tf.sum(tf.cast(above, 'float32'), 1), 1),
    entropy: ops.entropy(tf.exp(logProbabilities)),
    topIds: top.indices,
    topLogProbabilities: top.values,
  };
}

/** Views of each row's tokens up to its padding. `source` by its names, and `target` as in a Batch of this shape. */
export function explainTokens(
  program: Program,
  shape: BatchShape,
  source: Record<string, Values>,
  target: Int32Array,
): TokenView[][] {
  const found = program.call(explainName(shape), { ...source, target });
  const top = (found.topIds?.length ?? 0) / (shape.rows * shape.target);
  const view = (at: number): TokenView => ({
    logProbability: found.logProbability?.[at] as number,
    rank: found.rank?.[at] as number,
    entropy: found.entropy?.[at] as number,
    runnersUp: Array.from({ length: top }, (_, k) => ({
      id: found.topIds?.[at * top + k] as number,
      probability: Math.exp(found.topLogProbabilities?.[at * top + k] as number),
    })),
  });
  return Array.from({ length: shape.rows }, (_, row) => {
    const ids = target.subarray(row * shape.target, (row + 1) * shape.target);
    const length = ids.indexOf(special.pad) < 0 ? ids.length : ids.indexOf(special.pad);
    // Time-major, as the model answers.
    return Array.from({ length }, (_, time) => view(time * shape.rows + row));
  });
}
