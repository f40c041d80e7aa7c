import { resolve } from 'node:path';
import { type ClassificationData, loadPictures, picturesFingerprint } from '../data/images/loadPictures.ts';
import { composeObjective } from '../objective/objective.ts';
import { runFiles } from '../runs/events.ts';
import { classificationTask } from './classification.ts';
import type { TaskRuntime } from './taskRuntime.ts';
import { classesToJson, loadTrainedClassifier } from './trainedClassifier.ts';

export const classificationRuntime: TaskRuntime<'classification'> = {
  fingerprint: picturesFingerprint,
  load: async (spec, options) => {
    const data = await loadPictures(spec, options);
    return {
      fingerprint: data.fingerprint,
      classes: data.classes.length,
      pictures: data,
      warnings: warningsOf(data),
      files: { [runFiles.vocabulary]: classesToJson(data) },
      prepare: async ({ settings, seed, folder }) => {
        const { objective: variant } = settings;
        const { teacher: path } = composeObjective(variant).needs;
        const teacher = path === undefined ? undefined : await loadTrainedClassifier(resolve(folder, path));
        return classificationTask({ spec: settings, variant, seed, data, teacher });
      },
    };
  },
};

/** Classes that nothing can be learned or measured of. */
function warningsOf({ sets, classes }: ClassificationData): string[] {
  const seen = new Set(sets.train.labels);
  const missing = classes.filter((_, id) => !seen.has(id));
  return missing.length === 0 ? [] : [`train: there is no picture of ${missing.join(', ')}`];
}
