import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { TokenView } from '../decoding/explainTokens.ts';
import type { Program, Values } from '../engine/program.ts';
import type { ImageModel } from '../models/imageModel.ts';
import { picturesInput } from './classificationLoss.ts';

const functionName = (rows: number): string => `classify/${rows}`;

/** Adds the function that says how probable each class of some pictures is. */
export function defineClassification(program: Program, model: ImageModel, rows: number): void {
  program.define(functionName(rows), {
    inputs: [picturesInput('pictures', model, rows)],
    body: (context) => {
      const { tf, ops } = context.engine;
      const tools = { tf, ops, weight: (name: string) => context.read(name) };
      return { probabilities: tf.softmax(model.logits(tools, context.inputs.pictures as Tensor4D)) };
    },
  });
}

/** Probabilities of the classes of as many pictures as the function was defined for, [rows, classes]. */
export const classify = (program: Program, pictures: Float32Array, rows: number): Values =>
  program.call(functionName(rows), { pictures }).probabilities as Values;

/** Classes of one picture, the most probable first; of equal ones the first. */
export const ranked = (probabilities: ArrayLike<number>): { id: number; probability: number }[] =>
  Array.from(probabilities, (probability, id) => ({ id, probability })).sort(
    (a, b) => b.probability - a.probability || a.id - b.id,
  );

const runnersUp = 5;

/** What the model thinks of one class of a picture. */
export function viewOf(id: number, probabilities: ArrayLike<number>): TokenView {
  const order = ranked(probabilities);
  const entropy = order.reduce((sum, { probability: p }) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  return {
    logProbability: Math.log(probabilities[id] as number),
    rank: 1 + order.findIndex((each) => each.id === id),
    entropy,
    runnersUp: order.filter((each) => each.id !== id).slice(0, runnersUp),
  };
}
