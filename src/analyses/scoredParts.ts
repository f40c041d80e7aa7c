import type { AnalysisChart, AnalysisInput, AnalysisProfile } from './analysis.ts';

/** Some of a text's segments, under a name. */
export interface Part {
  label: string;
  segments: readonly number[];
}

/** Scores of each part by itself. A part without segments has none. */
export function scoredParts(parts: readonly Part[], scores: NonNullable<AnalysisInput['scores']>): AnalysisProfile {
  const found = parts.map(({ segments }) => (segments.length > 0 ? scores(segments) : {}));
  const names = [...new Set(found.flatMap((each) => Object.keys(each)))];
  return {
    labels: parts.map(({ label }) => label),
    columns: {
      segments: parts.map(({ segments }) => segments.length),
      ...Object.fromEntries(names.map((name) => [name, found.map((each) => each[name] ?? null)])),
    },
  };
}

const scoreTitles = { bleu: 'BLEU', chrf: 'chrF', 'entity-f1': 'Entity F1', accuracy: 'Accuracy' };

/** A chart for each score that parts may have. */
export const scoreCharts = (profile: string, xTitle: string): AnalysisChart[] =>
  Object.entries(scoreTitles).map(([y, yTitle]) => ({ profile, y, xTitle, yTitle }));
