import type { AnalysisInput, AnalysisResult } from '../../src/analyses/analysis.ts';
import { countConfidence, emptyHistogram } from '../../src/analyses/calibrationHistogram.ts';
import { numberTexts } from '../../src/analyses/numberTexts.ts';
import { analyse } from '../../src/analyses/registry.ts';
import { segmentScores } from '../../src/analyses/segmentScores.ts';
import { partMetrics } from '../../src/metrics/partMetrics.ts';
import type { AnalysedRun, AnalysedSplit, ToPage } from '../../src/pages/protocol.ts';

/** A run's outputs, of which everything else is made up. */
export interface AnalysedOutputs extends Omit<AnalysedRun, 'result'> {
  outputs: readonly string[];
  references: readonly string[];
}

const words = (text: string) => text.split(' ');

/** All analyses of made-up probabilities, by the code that a trainer analyses with. `sure` moves probabilities up. */
function inputOf({ outputs, references, seed }: AnalysedOutputs, sure: number): AnalysisInput {
  const numbered = numberTexts(outputs, [references], words);
  const calibration = emptyHistogram();
  for (let token = 0; token < 4000; token += 1) {
    const confidence = Math.min(1, 0.02 + ((token * (37 + seed)) % 1000) / 1020);
    const correct = ((token * 611) % 997) / 997 < confidence - sure * confidence * (1 - confidence);
    countConfidence(calibration, confidence, correct);
  }
  const probability = (segment: number, at: number) => ((segment * 31 + at * 17 + seed) % 40) / 40;
  return {
    over: 'text',
    ...{ words: numbered, tokens: numbered, calibration },
    scores: segmentScores(outputs, [references], partMetrics('text')),
    sourceLengths: outputs.map((text, segment) => words(text).length + (segment % 30)),
    sourceFrequencies: outputs.map((_, segment) => 1000 - 3 * segment),
    groups: outputs.map((_, segment) => ['de-en', 'fr-en', 'cs-en'][segment % 3]!),
    probabilities: outputs.map((text, segment) =>
      words(text).map((_, at) => probability(segment, at) ** (1 / (1 + 2 * sure))),
    ),
  };
}

/** What the host answers to `showAnalysis`. */
export function analysesOf(runs: readonly AnalysedOutputs[], split: AnalysedSplit, analysis: string): ToPage {
  const labels = [...new Set(runs.map(({ label }) => label))];
  const all = runs.map((run) => analyse(inputOf(run, labels.indexOf(run.label) / 2)) as Record<string, AnalysisResult>);
  return {
    ...{ type: 'analyses', split, analysis, available: Object.keys(all[0] ?? {}) },
    runs: runs.map(({ label, run, seed, step }, at) => ({
      ...{ label, run, seed, step },
      result: all[at]![analysis]!,
    })),
  };
}
