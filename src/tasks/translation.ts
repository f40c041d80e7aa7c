import type { Batch, BatchShape } from '../data/batch.ts';
import { evaluationOrder, makeBatch, trainingOrder } from '../data/batches.ts';
import { lengthsOf, planShapes } from '../data/buckets.ts';
import { corpusOf } from '../data/corpusOf.ts';
import type { EncodedSet } from '../data/encodedSet.ts';
import { batchFinisher, type FinishBatch } from '../data/finishBatch.ts';
import type { TranslationData } from '../data/loadTranslationData.ts';
import { type BatchRequest, prefetchBatches } from '../data/prefetch.ts';
import type { Engine } from '../engine/engine.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective, type Objective } from '../objective/objective.ts';
import type { TrainingTask } from '../training/task.ts';
import { UserError } from '../userError.ts';
import { sequenceTask } from './sequenceTask.ts';
import { TextEvaluation } from './textEvaluation.ts';
import { buildModel, type TrainedModel } from './trainedModel.ts';

/** Sentences of a batch that is only there for what fits no other. */
const overflowRows = 16;

export interface TranslationOptions {
  spec: Pick<SpecOf<'translation'>, 'data' | 'model' | 'decoding' | 'metrics' | 'samples'> & {
    training: Pick<TrainingSpec, 'batch' | 'shapes'>;
  };
  variant: VariantSpec;
  seed: number;
  data: TranslationData;
  engine: Engine;
  teacher?: TrainedModel;
  /** Word vectors of the target vocabulary, where the objective asks for them. */
  vectors?: WordVectors;
}

/** Translation as the trainer sees it: a model, a variant's objective, and texts. */
export function translationTask(options: TranslationOptions): TrainingTask {
  const { spec, variant, seed, data, engine, teacher, vectors } = options;
  const objective = composeObjective(variant);
  const model = buildModel(spec.model, data);
  const { train, valid, test } = data.sets;
  const shapes = planShapes(train, spec.training.batch, spec.training.shapes);
  if (teacher) requireSameVocabularies(teacher, data);
  const corpus = corpusOf(train, data.target.tokens, vectors);
  const constants = objective.constants(corpus);
  const finish = batchFinisher(objective, corpus);
  const batches = { valid: batchesOf(valid, shapes, finish), test: test && batchesOf(test, shapes, finish) };
  const limits = [...shapes.map(({ source }) => source), spec.data.maxLength + 1];
  const texts = new TextEvaluation({ spec, model, objective, constants, data, engine, limits });
  const request = batchRequest(objective, { variant, tokens: data.target.tokens, ...(vectors && { vectors }) });
  return {
    ...sequenceTask({ model, objective, corpus, constants, teacher: teacher && frozen(teacher) }),
    batchesPerEpoch: trainingOrder(train, shapes, seed, 0).length,
    shapes,
    batches: (fromEpoch, fromIndex) => prefetchBatches(train, shapes, seed, { fromEpoch, fromIndex }, { request }),
    evaluationBatches: (split) => batches[split],
    prepare: (program, split) => texts.prepare(program, split),
    measure: (program, split) => texts.measure(program, split),
  };
}

/** What the thread that makes batches needs to know; nothing where a batch is made from the texts alone. */
const batchRequest = ({ plan, needs }: Objective, request: BatchRequest): BatchRequest | undefined =>
  plan || needs.partners ? request : undefined;

const batchesOf = (set: EncodedSet, shapes: BatchShape[], finish: FinishBatch): Batch[] =>
  evaluationOrder(set, withOverflow(set, shapes)).map((plan) => finish(makeBatch(set, plan)));

/** The training shapes, which are compiled anyway, and one more where the text has sentences too long for them. */
function withOverflow(set: EncodedSet, shapes: BatchShape[]): BatchShape[] {
  const lengths = set.sources.map((_, index) => lengthsOf(set, index));
  const tooLong = lengths.filter(
    ({ source, target }) => !shapes.some((shape) => source <= shape.source && target <= shape.target),
  );
  if (tooLong.length === 0) return shapes;
  const source = Math.max(...tooLong.map((length) => length.source));
  const target = Math.max(...tooLong.map((length) => length.target));
  return [...shapes, { rows: Math.min(overflowRows, tooLong.length), source, target }];
}

const frozen = ({ model, weights }: TrainedModel) => ({
  model,
  weights: new Map([...weights].map(([name, { shape, values }]) => [name, { shape, values: values as Float32Array }])),
});

/** A teacher's probabilities are about its own tokens: they must be the student's. */
function requireSameVocabularies(teacher: TrainedModel, data: TranslationData): void {
  for (const side of ['source', 'target'] as const) {
    const [theirs, ours] = [teacher[side].tokens, data[side].tokens];
    if (theirs.length === ours.length && theirs.every((token, index) => token === ours[index])) continue;
    throw new UserError(
      `the teacher's ${side} vocabulary (${theirs.length} tokens) is not this experiment's (${ours.length} tokens)`,
      {
        fix: 'Use a teacher that was trained on the same text with the same `subwords`.',
      },
    );
  }
}
