import type { Batch } from '../data/batch.ts';
import { noClass } from '../data/batch.ts';
import { rowsFor } from '../data/buckets.ts';
import { classesCorpus } from '../data/images/classesCorpus.ts';
import type { ClassificationData } from '../data/images/loadPictures.ts';
import { evaluationPictures, pictureOrder, pictureShapes, prefetchPictures } from '../data/images/pictureBatches.ts';
import type { PictureSet } from '../data/images/pictureSet.ts';
import { partnersOf } from '../data/partners.ts';
import type { Values } from '../engine/program.ts';
import type { VariantSpec } from '../experiment/axes.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { TrainingSpec } from '../experiment/trainingSchema.ts';
import { composeObjective } from '../objective/objective.ts';
import type { Split, TrainingTask } from '../training/task.ts';
import { ClassificationEvaluation } from './classificationEvaluation.ts';
import { classificationTrainable } from './classificationLoss.ts';
import { constantVariables, trainedVariables } from './objectiveVariables.ts';
import { buildClassifier, requireSamePictures, type TrainedClassifier } from './trainedClassifier.ts';
import { averageState } from './weightAverage.ts';

/** Numbers of the pictures that a loss is measured on at once, at most: 64 MiB. */
const mostNumbers = 2 ** 24;

export interface ClassificationOptions {
  spec: Pick<SpecOf<'classification'>, 'data' | 'model' | 'metrics' | 'samples'> & {
    training: Pick<TrainingSpec, 'batch'>;
  };
  variant: VariantSpec;
  seed: number;
  data: ClassificationData;
  teacher?: TrainedClassifier;
}

/** Classification as the trainer sees it: a model, a variant's objective, and pictures. */
export function classificationTask({ spec, variant, seed, data, teacher }: ClassificationOptions): TrainingTask {
  const objective = composeObjective(variant);
  const model = buildClassifier(spec.model, data);
  if (teacher) requireSamePictures(teacher, data);
  const { train } = data.sets;
  const corpus = classesCorpus(train, data.classes);
  const constants = objective.constants(corpus);
  const trained = objective.trained(corpus);
  const parts = {
    ...{ model, objective, teacher: teacher?.model },
    ...{ constants: Object.keys(constants), trained: Object.keys(trained) },
  };
  const count = train.labels.length;
  const rows = Math.min(rowsFor(spec.training.batch, 1), count);
  const measured = batchesToMeasure(data, rows, objective.needs.partners ?? false);
  const evaluation = new ClassificationEvaluation({ spec, model, objective, constants, data, batches: measured });
  const batches = {
    ...{ set: train, rows, seed, partners: objective.needs.partners ?? false },
    augment: { ...spec.data.augment, normalisation: data.normalisation },
  };
  return {
    parameters: [...model.parameters, ...trainedVariables(trained)],
    state: [...model.state, ...(objective.needs.average ? averageState(model) : [])],
    constants: constantVariables(constants, teacher && frozen(teacher)),
    schedules: objective.schedules,
    batchesPerEpoch: pictureOrder(count, rows, seed, 0).length,
    shapes: pictureShapes(count, rows),
    trainable: (shape, trains) => classificationTrainable(parts, shape, trains),
    inputs: batchInputs,
    batches: (fromEpoch, fromIndex) => prefetchPictures({ ...batches, fromEpoch, fromIndex }),
    evaluationBatches: (split) => (data.sets[split] ? measured(split) : undefined),
    prepare: (program, split) => evaluation.prepare(program, split),
    measure: (program, split) => evaluation.measure(program, split),
  };
}

/** The batches of a set that a loss is measured on, which cost no more than their places until they are used. */
function batchesToMeasure(
  data: ClassificationData,
  trainingRows: number,
  partners: boolean,
): (split: Split) => Batch[] {
  const { height, width, channels } = data.shape;
  const rows = Math.max(1, Math.min(trainingRows, Math.floor(mostNumbers / (height * width * channels))));
  return (split) =>
    evaluationPictures(data.sets[split] as PictureSet, rows, data.normalisation).map((batch) =>
      // Others of the same batch are partners where nothing is trained.
      partners ? Object.assign(batch, { partners: partnersOf(batch.target, batch.shape.rows, 1, noClass) }) : batch,
    );
}

const frozen = ({ model, weights }: TrainedClassifier) => ({ reads: [...model.parameters, ...model.state], weights });

const batchInputs = ({ features, target, partners }: Batch): Record<string, Values> => ({
  ...features,
  target,
  ...(partners && { partners }),
});
