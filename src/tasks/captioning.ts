import { orderBySource } from '../data/batches.ts';
import { planShapes } from '../data/buckets.ts';
import { FeatureReader } from '../data/captioning/features/featureReader.ts';
import { featureShapes } from '../data/captioning/features/featureTable.ts';
import type { CaptioningData } from '../data/captioning/loadCaptioningData.ts';
import { withFeatures } from '../data/captioning/withFeatures.ts';
import { corpusOf } from '../data/corpusOf.ts';
import { batchFinisher } from '../data/finishBatch.ts';
import { prefetchBatches } from '../data/prefetch.ts';
import type { Engine } from '../engine/engine.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective } from '../objective/objective.ts';
import type { TrainingTask } from '../training/task.ts';
import { CaptionEvaluation } from './captionEvaluation.ts';
import { batchRequest, evaluationBatchesOf } from './sequenceBatches.ts';
import { sequenceTask } from './sequenceTask.ts';
import { frozen, requireSameTokens } from './teacher.ts';
import { buildCaptioner, type TrainedModel } from './trainedModel.ts';

export interface CaptioningOptions {
  spec: Pick<SpecOf<'captioning'>, 'data' | 'model' | 'decoding' | 'metrics' | 'samples'> & {
    training: Pick<TrainingSpec, 'batch' | 'shapes'>;
  };
  variant: VariantSpec;
  seed: number;
  data: CaptioningData;
  engine: Engine;
  teacher?: TrainedModel;
  /** Word vectors of the vocabulary, where the objective asks for them. */
  vectors?: WordVectors;
}

/** Captioning as the trainer sees it: sequences whose sources are numbers of pictures, read as features when needed. */
export function captioningTask(options: CaptioningOptions): TrainingTask {
  const { spec, variant, seed, data, engine, teacher, vectors } = options;
  const objective = composeObjective(variant);
  const features = featureShapes(data.features);
  const model = buildCaptioner(spec.model, data.target, features);
  if (teacher) requireSameTokens('caption', teacher.target, data.target);
  const { train, valid, test } = data.sets;
  const shapes = planShapes(train, spec.training.batch, spec.training.shapes);
  const corpus = corpusOf(train, data.target.tokens, vectors);
  const constants = objective.constants(corpus);
  const finish = batchFinisher(objective, corpus);
  const reader = new FeatureReader(data.features);
  const measured = (set: typeof valid) => evaluationBatchesOf(set, shapes, finish, data.target.size);
  const batches = { valid: measured(valid), test: test && measured(test) };
  const positions = features.regions?.[0] ?? 1;
  const read = (pictures: readonly number[]) => reader.read(pictures);
  const captions = new CaptionEvaluation({ spec, model, objective, constants, data, engine, positions, read });
  const request = batchRequest(objective, { variant, tokens: data.target.tokens, ...(vectors && { vectors }) });
  const task = sequenceTask({ model, objective, corpus, constants, teacher: teacher && frozen(teacher) });
  return {
    ...task,
    // Those of an evaluation come without features: all at once would not fit into memory.
    inputs: (batch) => task.inputs(batch.features ? batch : withFeatures(batch, reader)),
    batchesPerEpoch: orderBySource(train, shapes, seed, 0).length,
    shapes,
    batches: (fromEpoch, fromIndex) =>
      prefetchBatches(train, shapes, seed, { fromEpoch, fromIndex }, { request, pictures: data.features }),
    evaluationBatches: (split) => batches[split],
    prepare: (program, split) => captions.prepare(program, split),
    measure: (program, split) => captions.measure(program, split),
  };
}
