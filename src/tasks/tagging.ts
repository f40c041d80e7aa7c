import { trainingOrder } from '../data/batches.ts';
import { planShapes } from '../data/buckets.ts';
import { corpusOf } from '../data/corpusOf.ts';
import type { EncodedSet } from '../data/encodedSet.ts';
import { batchFinisher } from '../data/finishBatch.ts';
import { prefetchBatches } from '../data/prefetch.ts';
import type { TaggingData } from '../data/tagging/loadTaggingData.ts';
import type { Engine } from '../engine/engine.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective } from '../objective/objective.ts';
import type { TrainingTask } from '../training/task.ts';
import { batchRequest, evaluationBatchesOf } from './sequenceBatches.ts';
import { sequenceTask } from './sequenceTask.ts';
import { TaggingEvaluation } from './taggingEvaluation.ts';
import { frozen, requireSameTokens } from './teacher.ts';
import { buildTagger, type TrainedModel } from './trainedModel.ts';

export interface TaggingOptions {
  spec: Pick<SpecOf<'tagging'>, 'model' | 'decoding' | 'metrics' | 'samples'> & {
    training: Pick<TrainingSpec, 'batch' | 'shapes'>;
  };
  variant: VariantSpec;
  seed: number;
  data: TaggingData;
  engine: Engine;
  teacher?: TrainedModel;
  /** Vectors of tags, where the objective asks for them. */
  vectors?: WordVectors;
}

/** Tagging as the trainer sees it: sequences of words, and of as many tags. */
export function taggingTask(options: TaggingOptions): TrainingTask {
  const { spec, variant, seed, data, engine, teacher, vectors } = options;
  const objective = composeObjective(variant);
  const model = buildTagger(spec.model, data);
  if (teacher) requireSameTokens('word', teacher.source, data.source);
  if (teacher) requireSameTokens('tag', teacher.target, data.target);
  const { train, valid, test } = data.sets;
  const shapes = planShapes(train, spec.training.batch, spec.training.shapes);
  const corpus = corpusOf(train, data.target.tokens, vectors);
  const constants = objective.constants(corpus);
  const finish = batchFinisher(objective, corpus);
  const measured = (set: EncodedSet) => evaluationBatchesOf(set, shapes, finish, data.target.size);
  const batches = { valid: measured(valid), test: test && measured(test) };
  const tags = new TaggingEvaluation({ spec, model, objective, constants, data, engine, shapes });
  const request = batchRequest(objective, { variant, tokens: data.target.tokens, ...(vectors && { vectors }) });
  return {
    ...sequenceTask({ model, objective, corpus, constants, teacher: teacher && frozen(teacher) }),
    batchesPerEpoch: trainingOrder(train, shapes, seed, 0).length,
    shapes,
    batches: (fromEpoch, fromIndex) => prefetchBatches(train, shapes, seed, { fromEpoch, fromIndex }, { request }),
    evaluationBatches: (split) => batches[split],
    prepare: (program, split) => tags.prepare(program, split),
    measure: (program, split) => tags.measure(program, split),
  };
}
