import type { AnalysisInput } from '../analyses/analysis.ts';
import { meanFrequency } from '../analyses/meanFrequency.ts';
import { numberTexts } from '../analyses/numberTexts.ts';
import { segmentScores } from '../analyses/segmentScores.ts';
import { wordSplitter } from '../analyses/splitWords.ts';
import type { OutputKind, References } from '../metrics/metric.ts';
import { partMetrics } from '../metrics/partMetrics.ts';
import type { TokenizerName } from '../metrics/tokenizers/registry.ts';

/** Outputs of a text with all that analyses may be made of. Lists have one entry a segment. */
export interface AnalysedText {
  over: OutputKind;
  outputs: readonly string[];
  references: References;
  /** As the experiment chose them. */
  metrics: readonly { kind: string; [parameter: string]: unknown }[];
  /** Outputs and first references as the model's ids, and how often each occurs in the training targets. */
  tokens?: {
    outputs: readonly ArrayLike<number>[];
    references: readonly ArrayLike<number>[];
    trainingCounts: ArrayLike<number>;
    names: readonly string[];
  };
  /** Texts and ids of sources, and how often each id occurs in the training sources. */
  sources?: {
    texts: readonly string[];
    ids: readonly ArrayLike<number>[];
    counts: ArrayLike<number>;
  };
  /** Of each step of the outputs. */
  probabilities?: readonly ArrayLike<number>[];
  groups?: readonly string[];
}

/** What analyses are made of. Takes a few numbers a word, and nothing the size of the vocabulary a word. */
export function analysedText(text: AnalysedText): AnalysisInput {
  const { over, outputs, references, probabilities, groups } = text;
  const parameters = Object.fromEntries(text.metrics.map(({ kind, ...rest }) => [kind, rest]));
  const words = wordSplitter(over, (parameters.bleu?.tokenize ?? '13a') as TokenizerName);
  const numbered = numberTexts(outputs, references, words);
  return {
    over,
    words: numbered,
    tokens: text.tokens ? tokensOf(text.tokens) : numbered,
    scores: segmentScores(outputs, references, partMetrics(over, parameters)),
    ...(text.sources && sourcesOf(text.sources, words)),
    ...(probabilities && { probabilities }),
    ...(groups && { groups }),
  };
}

const tokensOf = ({ references, ...rest }: NonNullable<AnalysedText['tokens']>) => ({
  ...rest,
  references: references.map((ids) => [ids]),
});

function sourcesOf(
  { texts, ids, counts }: NonNullable<AnalysedText['sources']>,
  words: (text: string) => readonly string[],
): Pick<AnalysisInput, 'sourceLengths' | 'sourceFrequencies'> {
  return {
    sourceLengths: texts.map((source) => words(source).length),
    sourceFrequencies: ids.map((source) => meanFrequency(source, counts)),
  };
}
