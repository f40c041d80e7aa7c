import { countIds } from '../analyses/meanFrequency.ts';
import type { BatchShape } from '../data/batch.ts';
import { orderFor } from '../data/batches.ts';
import { planShapes } from '../data/buckets.ts';
import type { PictureFeatures } from '../data/captioning/features/featureTable.ts';
import { corpusOf } from '../data/corpusOf.ts';
import type { EncodedSet } from '../data/encodedSet.ts';
import { batchFinisher } from '../data/finishBatch.ts';
import { prefetchBatches } from '../data/prefetch.ts';
import type { Sets } from '../data/sets.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import type { Engine } from '../engine/engine.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import type { Model } from '../models/model.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { composeObjective } from '../objective/objective.ts';
import type { TrainingTask } from '../training/task.ts';
import type { TaskName } from './registry.ts';
import { batchRequest, evaluationBatchesOf } from './sequenceBatches.ts';
import { type MeasuredSet, SequenceEvaluation } from './sequenceEvaluation.ts';
import { sequenceTask } from './sequenceTask.ts';
import { frozen } from './teacher.ts';
import type { TrainedModel } from './trainedModel.ts';

/** One run of a task on sequences: what the task's own file makes a training of. */
export interface SequenceRun<N extends TaskName, D> {
  spec: Pick<SpecOf<N>, 'data' | 'model' | 'decoding' | 'metrics' | 'samples'> & {
    training: Pick<TrainingSpec, 'batch' | 'shapes'>;
  };
  variant: VariantSpec;
  seed: number;
  data: D;
  engine: Engine;
  teacher?: TrainedModel;
  /** Word vectors of the target vocabulary, where the objective asks for them. */
  vectors?: WordVectors;
}

interface SequenceTrainingOptions<S extends EncodedSet>
  extends Pick<SequenceRun<TaskName, unknown>, 'variant' | 'seed' | 'engine' | 'teacher' | 'vectors'> {
  spec: Pick<SpecOf<'translation'>, 'decoding' | 'metrics' | 'samples'> & {
    training: Pick<TrainingSpec, 'batch' | 'shapes'>;
  };
  model: Model;
  data: { sets: Sets<S>; target: Vocabulary };
  /** Where the features of pictures lie, whose numbers are the sources. */
  pictures?: PictureFeatures;
  /** A set as its outputs are measured; `shapes` are those of training batches. */
  outputs(shapes: readonly BatchShape[]): (set: S) => MeasuredSet;
}

/** Sequences as the trainer sees them: a model, a variant's objective, and batches of examples of similar length. */
export function sequenceTraining<S extends EncodedSet>(options: SequenceTrainingOptions<S>): TrainingTask {
  const { spec, variant, seed, data, engine, model, teacher, vectors, pictures } = options;
  const objective = composeObjective(variant);
  const { train, valid, test } = data.sets;
  const shapes = planShapes(train, spec.training.batch, spec.training.shapes);
  const corpus = corpusOf(train, data.target.tokens, vectors);
  const constants = objective.constants(corpus);
  const finish = batchFinisher(objective, corpus);
  const measured = (set: EncodedSet) => evaluationBatchesOf(set, shapes, finish, data.target.size);
  const batches = { valid: measured(valid), test: test && measured(test) };
  const request = batchRequest(objective, { variant, tokens: data.target.tokens, ...(vectors && { vectors }) });
  const setOf = options.outputs(shapes);
  const outputs = new SequenceEvaluation({
    ...{ spec, model, engine, objective, constants, vocabulary: data.target },
    trainingCounts: countIds(train.targets, data.target.size),
    setOf: (split) => setOf(data.sets[split] as S),
  });
  return {
    ...sequenceTask({ model, objective, corpus, constants, teacher: teacher && frozen(teacher) }),
    batchesPerEpoch: orderFor(pictures)(train, shapes, seed, 0).length,
    shapes,
    batches: (fromEpoch, fromIndex) =>
      prefetchBatches(train, shapes, seed, { fromEpoch, fromIndex }, { request, pictures }),
    evaluationBatches: (split) => batches[split],
    prepare: (program, split) => outputs.prepare(program, split),
    measure: (program, split) => outputs.measure(program, split),
  };
}
