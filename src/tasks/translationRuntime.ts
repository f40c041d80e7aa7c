import { resolve } from 'node:path';
import { describeReport } from '../data/describeReport.ts';
import { dataFingerprint } from '../data/fingerprint.ts';
import { loadTranslationData, type TranslationData } from '../data/loadTranslationData.ts';
import { vocabulariesToJson } from '../data/vocabulary.ts';
import { coverageOf, describeCoverage } from '../data/wordVectors/coverage.ts';
import { composeObjective } from '../objective/objective.ts';
import { runFiles } from '../runs/events.ts';
import { objectiveVectors } from './objectiveVectors.ts';
import type { TaskRuntime } from './taskRuntime.ts';
import { loadTrainedModel } from './trainedModel.ts';
import { translationTask } from './translation.ts';

export const translationRuntime: TaskRuntime<'translation'> = {
  fingerprint: dataFingerprint,
  load: async (spec, options) => {
    const data = await loadTranslationData(spec, options);
    return {
      fingerprint: data.fingerprint,
      classes: data.target.size,
      texts: data,
      warnings: warningsOf(data),
      files: { [runFiles.vocabulary]: JSON.stringify(vocabulariesToJson(data)) },
      prepare: async ({ settings, seed, folder }, engine) => {
        const { objective: variant } = settings;
        const { teacher: path, vectors: needed } = composeObjective(variant).needs;
        const teacher = path === undefined ? undefined : await loadTrainedModel(resolve(folder, path));
        const vectors = await objectiveVectors(needed, data, { folder, engine });
        return translationTask({ spec: settings, variant, seed, data, engine, teacher, vectors });
      },
    };
  },
};

function warningsOf({ report, vectors, sets }: TranslationData): string[] {
  const texts = Object.entries(report).flatMap(([name, set]) => (set ? describeReport(name, set) : []));
  return vectors ? [...texts, describeCoverage(coverageOf(vectors, sets.train.targets))] : texts;
}
