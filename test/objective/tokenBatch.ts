import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Corpus } from '../../src/objective/corpus.ts';
import type { Constant, Progress, Tools } from '../../src/objective/method.ts';
import type { Objective, TokenLossInput } from '../../src/objective/objective.ts';
import { readFixture } from '../ops/fixtures.ts';

/** One small batch with all that a method about tokens may ask for; test/oracles/objective_batch.py explains it. */
export const batch = readFixture<{
  rows: number;
  classes: number;
  padId: number;
  logits: number[];
  teacherLogits: number[];
  averageLogits: number[];
  gold: number[];
  partners: number[];
  counts: number[];
  vectors: number[];
  modelVectors: number[];
  upstream: number[];
  seed: number[];
  progress: Progress;
}>('objective/batch.json');

const { rows, classes, padId } = batch;

/** Names of the classes: the special tokens, then words. */
const tokens = ['<pad>', '<s>', '</s>', '<unk>', ...Array.from({ length: classes - 4 }, (_, at) => `word${at}`)];

const vectorSize = batch.vectors.length / classes;
const vectorOf = (id: number) => batch.vectors.slice(id * vectorSize, (id + 1) * vectorSize);

/** The training text that the batch is thought to come from. */
export const corpus: Corpus = {
  tokens,
  firstWord: 4,
  counts: Float64Array.from(batch.counts),
  targets: [Int32Array.from(batch.gold)],
  references: () => [Int32Array.from(batch.gold)],
  documents: () => new Set([[Int32Array.from(batch.gold)]]),
  vectors: {
    size: vectorSize,
    values: Float32Array.from(batch.vectors),
    present: Uint8Array.from({ length: classes }, (_, id) => (vectorOf(id).some((value) => value !== 0) ? 1 : 0)),
  },
};

/** A tensor that is trained with the model, as a test gives it. */
export interface TrainedValues {
  shape: number[];
  values: ArrayLike<number>;
}

/** The tensors that an objective trains, with values of no pattern. */
const trainedValues = (objective: Objective): Record<string, TrainedValues> =>
  Object.fromEntries(
    Object.entries(objective.trained(corpus)).map(([name, { shape, initial }]) => {
      const count = shape.reduce((size, side) => size * side, 1);
      return [name, { shape, values: Array.from({ length: count }, (_, at) => initial + Math.sin(7 * at * at + at)) }];
    }),
  );

interface Given {
  progress?: Progress;
  /** Names carry the axis, as the objective's own do. */
  trained?: Record<string, Tensor>;
}

/** The batch as the objective's token methods are given it. */
export function tokenInput({ tf }: Tools, objective: Objective, logits: Tensor2D, given: Given = {}): TokenLossInput {
  const matrix = (values: number[]) => tf.tensor2d(values, [classes, values.length / classes]);
  const scores = (values: number[]) => tf.tensor2d(values, [rows, classes]);
  const { progress = batch.progress, trained = tensorsOf(tf, trainedValues(objective)) } = given;
  return {
    logits,
    gold: tf.tensor1d(batch.gold, 'int32'),
    padId,
    constants: tensorsOf(tf, objective.constants(corpus)),
    trained,
    schedules: Object.fromEntries(
      Object.entries(objective.schedules).map(([name, value]) => [name, tf.scalar(value(progress))]),
    ),
    teacherLogits: scores(batch.teacherLogits),
    averageLogits: scores(batch.averageLogits),
    partners: tf.tensor1d(batch.partners, 'int32'),
    modelVectors: matrix(batch.modelVectors),
    randomness: { seed: tf.tensor1d(batch.seed, 'int32') as Tensor1D, site: 0 },
  };
}

const tensorsOf = (tf: Tools['tf'], values: Record<string, TrainedValues | Constant>): Record<string, Tensor> =>
  Object.fromEntries(
    Object.entries(values).map(([name, each]) => [name, tf.tensor(Array.from(each.values), each.shape)]),
  );
