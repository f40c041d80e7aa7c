import { describeReport } from '../data/describeReport.ts';
import { dataFingerprint } from '../data/fingerprint.ts';
import { loadTranslationData, type TranslationData } from '../data/loadTranslationData.ts';
import { vocabulariesToJson } from '../data/vocabulary.ts';
import { coverageOf, describeCoverage } from '../data/wordVectors/coverage.ts';
import { runFiles } from '../runs/events.ts';
import { objectiveNeeds } from './objectiveNeeds.ts';
import type { TaskRuntime } from './taskRuntime.ts';
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
        const needs = await objectiveNeeds(variant, data, { folder, engine });
        return translationTask({ spec: settings, variant, seed, data, engine, ...needs });
      },
    };
  },
};

function warningsOf({ report, vectors, sets }: TranslationData): string[] {
  const texts = Object.entries(report).flatMap(([name, set]) => (set ? describeReport(name, set) : []));
  return vectors ? [...texts, describeCoverage(coverageOf(vectors, sets.train.targets))] : texts;
}
