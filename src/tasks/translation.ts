import { trainingOrder } from '../data/batches.ts';
import { planShapes } from '../data/buckets.ts';
import { corpusOf } from '../data/corpusOf.ts';
import type { EncodedSet } from '../data/encodedSet.ts';
import { batchFinisher } from '../data/finishBatch.ts';
import type { TranslationData } from '../data/loadTranslationData.ts';
import { prefetchBatches } from '../data/prefetch.ts';
import type { Engine } from '../engine/engine.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective } from '../objective/objective.ts';
import type { TrainingTask } from '../training/task.ts';
import { batchRequest, evaluationBatchesOf } from './sequenceBatches.ts';
import { sequenceTask } from './sequenceTask.ts';
import { frozen, requireSameTokens } from './teacher.ts';
import { TextEvaluation } from './textEvaluation.ts';
import { buildModel, type TrainedModel } from './trainedModel.ts';

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
  if (teacher) requireSameTokens('source', teacher.source, data.source);
  if (teacher) requireSameTokens('target', teacher.target, data.target);
  const corpus = corpusOf(train, data.target.tokens, vectors);
  const constants = objective.constants(corpus);
  const finish = batchFinisher(objective, corpus);
  const measured = (set: EncodedSet) => evaluationBatchesOf(set, shapes, finish, data.target.size);
  const batches = { valid: measured(valid), test: test && measured(test) };
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
