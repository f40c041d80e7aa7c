import { loadTaggingData, type TaggingData } from '../data/tagging/loadTaggingData.ts';
import type { TaggedReport } from '../data/tagging/taggedSet.ts';
import { taggingFingerprint } from '../data/tagging/taggingFingerprint.ts';
import { vocabulariesToJson } from '../data/vocabulary.ts';
import { runFiles } from '../runs/events.ts';
import { objectiveNeeds } from './objectiveNeeds.ts';
import { taggingTask } from './tagging.ts';
import type { TaskRuntime } from './taskRuntime.ts';

export const taggingRuntime: TaskRuntime<'tagging'> = {
  fingerprint: taggingFingerprint,
  load: async (spec, options) => {
    const data = await loadTaggingData(spec, options);
    return {
      fingerprint: data.fingerprint,
      classes: data.target.size,
      texts: data,
      warnings: warningsOf(data, spec.maxLength),
      files: { [runFiles.vocabulary]: JSON.stringify(vocabulariesToJson(data)) },
      prepare: async ({ settings, seed, folder }, engine) => {
        const { objective: variant } = settings;
        const needs = await objectiveNeeds(variant, data, { folder, engine });
        return taggingTask({ spec: settings, variant, seed, data, engine, ...needs });
      },
    };
  },
};

const shownTags = 5;

const warningsOf = ({ report }: TaggingData, maxLength: number): string[] =>
  Object.entries(report).flatMap(([name, set]: [string, TaggedReport | undefined]) => {
    if (!set) return [];
    const { cut, sentences, unknownTags } = set;
    const parts = cut > 0 ? [`${name}: read ${cut} of ${sentences} sentences in parts of ${maxLength} words`] : [];
    if (unknownTags.size === 0) return parts;
    const count = [...unknownTags.values()].reduce((sum, times) => sum + times, 0);
    const some = [...unknownTags.keys()].slice(0, shownTags).join(', ');
    const tags = `${name}: ${count} tags are not among the training text's, and cannot be found: ${some}`;
    return [...parts, unknownTags.size > shownTags ? `${tags}, …` : tags];
  });
