import type { ClassificationData } from '../data/images/loadPictures.ts';
import type { SpecOf } from '../experiment/schema.ts';
import type { ImageModel, ImageModelKind } from '../models/imageModel.ts';
import { imageModels } from '../models/registry.ts';
import type { Constant } from '../objective/method.ts';
import { type Manifest, runFiles } from '../runs/events.ts';
import { readRunJson } from '../runs/readRunJson.ts';
import { loadCheckpoint } from '../training/checkpoint.ts';
import { UserError } from '../userError.ts';

/** What a classifier cannot be used without: a run's vocabulary file. */
export type ClassesJson = Pick<ClassificationData, 'classes' | 'shape' | 'normalisation'>;

/** A finished run's classifier as it was when it was best. */
export interface TrainedClassifier extends ClassesJson {
  folder: string;
  spec: Pick<SpecOf<'classification'>, 'data' | 'model'>;
  model: ImageModel;
  /** Weights and running statistics. */
  weights: Map<string, Constant>;
}

export function buildClassifier(
  { kind, ...parameters }: SpecOf<'classification'>['model'],
  { shape, classes }: Pick<ClassesJson, 'shape' | 'classes'>,
): ImageModel {
  const found: ImageModelKind = imageModels[kind];
  return found.build(parameters, { picture: shape, classes: classes.length });
}

export const classesToJson = ({ classes, shape, normalisation }: ClassesJson): string =>
  JSON.stringify({ classes, shape, normalisation } satisfies ClassesJson);

/** Reads the classifier of a run folder. Throws a UserError where there is none, or no checkpoint yet. */
export async function loadTrainedClassifier(folder: string): Promise<TrainedClassifier> {
  const { settings } = readRunJson(folder, runFiles.manifest) as Manifest;
  if (settings.task !== 'classification')
    throw new UserError(`the run ${folder} is of ${String(settings.task)}, not of classification`, {
      fix: 'Name a run that classifies pictures.',
    });
  const known = readRunJson(folder, runFiles.vocabulary) as ClassesJson;
  const spec = settings as unknown as TrainedClassifier['spec'];
  const { tensors } = await loadCheckpoint(folder, 'best');
  const weights = new Map(
    [...tensors].map(([name, { shape, values }]) => [name, { shape, values: values as Float32Array }]),
  );
  return { ...known, folder, spec, model: buildClassifier(spec.model, known), weights };
}

/** A teacher's probabilities are about its own classes, of pictures as it was given them: both must be the student's. */
export function requireSamePictures(teacher: TrainedClassifier, student: ClassesJson): void {
  const differs = (['classes', 'shape', 'normalisation'] as const).find(
    (key) => JSON.stringify(teacher[key]) !== JSON.stringify(student[key]),
  );
  if (differs === undefined) return;
  const of = { classes: 'classes', shape: 'sizes of pictures', normalisation: 'means and deviations' }[differs];
  throw new UserError(`the teacher ${teacher.folder} has other ${of} than this experiment`, {
    fix: 'Use a teacher that was trained on the same pictures, with the same `normalise`.',
  });
}
