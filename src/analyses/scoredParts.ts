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

const scores = [
  { y: 'bleu', yTitle: 'BLEU' },
  { y: 'chrf', yTitle: 'chrF' },
  { y: 'entity-f1', yTitle: 'Entity F1' },
  { y: 'accuracy', yTitle: 'Accuracy (%)' },
];

/** A chart for each score that parts may have. */
export const scoreCharts = (parts: Pick<AnalysisChart, 'profile' | 'xTitle'>): AnalysisChart[] =>
  scores.map((score) => ({ ...parts, ...score }));
