import type { Analysis, AnalysisInput, AnalysisResult } from './analysis.ts';
import { beamProbabilities } from './beamProbabilities.ts';
import { confusions } from './confusions.ts';
import { frequencySplit } from './frequencySplit.ts';
import { groupScores } from './groupScores.ts';
import { lengthScores } from './lengthScores.ts';
import { lengths } from './lengths.ts';
import { ngrams } from './ngrams.ts';
import { reliability } from './reliability.ts';
import { tokenFrequencies } from './tokenFrequencies.ts';

/** Every analysis, by its name in run folders and on the command line. */
export const analyses = {
  reliability,
  'frequency-split': frequencySplit,
  'beam-probabilities': beamProbabilities,
  lengths,
  'length-scores': lengthScores,
  ngrams,
  'token-frequencies': tokenFrequencies,
  confusions,
  'group-scores': groupScores,
} as const satisfies Record<string, Analysis>;

export type AnalysisName = keyof typeof analyses;
export const analysisNames = Object.keys(analyses) as AnalysisName[];

/** What an analysis lacks: empty where it can be made; undefined where it says nothing of such outputs. */
export function missingParts(name: AnalysisName, input: AnalysisInput): (keyof AnalysisInput)[] | undefined {
  const { over, needs } = analyses[name];
  return over.includes(input.over) ? needs.filter((part) => input[part] === undefined) : undefined;
}

/** All analyses that can be made of what is there. */
export function analyse(input: AnalysisInput): Partial<Record<AnalysisName, AnalysisResult>> {
  const possible = analysisNames.filter((name) => missingParts(name, input)?.length === 0);
  return Object.fromEntries(possible.map((name) => [name, analyses[name].analyse(input as Required<AnalysisInput>)]));
}
