import { captioningFingerprint } from '../data/captioning/captioningFingerprint.ts';
import { featureShapes } from '../data/captioning/features/featureTable.ts';
import { type CaptioningData, loadCaptioningData } from '../data/captioning/loadCaptioningData.ts';
import { manyUnknown } from '../data/describeReport.ts';
import { vocabulariesToJson } from '../data/vocabulary.ts';
import { coverageOf, describeCoverage } from '../data/wordVectors/coverage.ts';
import { runFiles } from '../runs/events.ts';
import { captioningTask } from './captioning.ts';
import { objectiveNeeds } from './objectiveNeeds.ts';
import type { TaskRuntime } from './taskRuntime.ts';

export const captioningRuntime: TaskRuntime<'captioning'> = {
  fingerprint: captioningFingerprint,
  load: async (spec, options) => {
    const data = await loadCaptioningData(spec, options);
    return {
      fingerprint: data.fingerprint,
      classes: data.target.size,
      texts: data,
      warnings: warningsOf(data),
      files: {
        [runFiles.vocabulary]: JSON.stringify(vocabulariesToJson({ source: data.target, target: data.target })),
        [runFiles.features]: JSON.stringify(featureShapes(data.features)),
      },
      prepare: async ({ settings, seed, folder }, engine) => {
        const { objective: variant } = settings;
        const needs = await objectiveNeeds(variant, data, { folder, engine });
        return captioningTask({ spec: settings, variant, seed, data, engine, ...needs });
      },
    };
  },
};

function warningsOf({ report, vectors, sets }: CaptioningData): string[] {
  const lines = Object.entries(report).flatMap(([name, set]) => {
    if (!set) return [];
    const cut = set.truncated > 0 ? [`${name}: cut ${set.truncated} of ${set.captions} captions to \`maxLength\``] : [];
    const share = set.unknown / Math.max(1, set.words);
    const unknown = share > manyUnknown ? [`${name}: ${(100 * share).toFixed(1)} % of the words are unknown`] : [];
    return [...cut, ...unknown];
  });
  return vectors ? [...lines, describeCoverage(coverageOf(vectors, sets.train.targets))] : lines;
}
