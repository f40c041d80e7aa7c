import { z } from 'zod';
import { countGrams, gramsOfOrder, numberWords } from './gramCounts.ts';
import { defineMetric, type References, type Score } from './metric.ts';
import { isWhitespace, lowerCase, splitWhitespace } from './pythonText.ts';
import { eachSegment } from './segments.ts';
import { sacrebleuSignature, yesOrNo } from './signature.ts';

const chrfParameters = z.strictObject({
  charOrder: z.number().int().min(1).max(32).default(6).describe('Longest character n-gram'),
  wordOrder: z.number().int().min(0).max(32).default(0).describe('Longest word n-gram; 2 is chrF++'),
  beta: z.number().int().min(0).max(1000).default(2).describe('How many times as much recall counts as precision'),
  whitespace: z.boolean().default(false).describe('Let character n-grams include whitespace'),
  lowercase: z.boolean().default(false).describe('Compare without regard to case'),
  epsSmoothing: z
    .boolean()
    .default(false)
    .describe('Smooth by a small constant, as chrF++.py, NLTK and Moses do, instead of by the effective order'),
});
type ChrfParameters = z.output<typeof chrfParameters>;

/** One order's n-grams: in the hypotheses, in the references, and in both. */
interface OrderStatistics {
  hypothesis: number;
  reference: number;
  match: number;
}

/** A text as chrF compares it: its code points and, for chrF+ and chrF++, its words. */
interface ChrfText {
  characters: number[];
  words: string[];
}

/** chrF and chrF++ (Popović 2015, W15-3049; 2017, W17-4770), equal to sacreBLEU's `CHRF`. */
export const chrf = defineMetric({
  title: 'chrF',
  reference: 'Popović 2015, WMT W15-3049; 2017, WMT W17-4770; Post 2018, arXiv:1804.08771',
  larger: true,
  parameters: chrfParameters,
  optionPrefix: 'chrf-',
  score(hypotheses, references, parameters): Score {
    const sums = corpusStatistics(hypotheses, references, parameters);
    return {
      name: `chrF${parameters.beta}${'+'.repeat(parameters.wordOrder)}`,
      score: fScore(sums, parameters),
      signature: signature(references, parameters),
      details: {
        hyp_ngrams: sums.map(({ hypothesis }) => hypothesis),
        ref_ngrams: sums.map(({ reference }) => reference),
        matches: sums.map(({ match }) => match),
      },
      summary: '',
    };
  },
});

const signature = (references: References, parameters: ChrfParameters): string =>
  sacrebleuSignature(references, {
    case: parameters.lowercase ? 'lc' : 'mixed',
    eff: yesOrNo(!parameters.epsSmoothing),
    nc: parameters.charOrder,
    nw: parameters.wordOrder,
    space: yesOrNo(parameters.whitespace),
  });

function corpusStatistics(hypotheses: readonly string[], references: References, parameters: ChrfParameters) {
  const sums = Array.from({ length: parameters.charOrder + parameters.wordOrder }, () => ({
    hypothesis: 0,
    reference: 0,
    match: 0,
  }));
  const prepare = (text: string) => chrfText(text, parameters);
  for (const segment of eachSegment(hypotheses, references)) {
    const best = bestStatistics(prepare(segment.hypothesis), segment.references.map(prepare), parameters);
    for (const [order, { hypothesis, reference, match }] of best.entries()) {
      sums[order]!.hypothesis += hypothesis;
      sums[order]!.reference += reference;
      sums[order]!.match += match;
    }
  }
  return sums;
}

function chrfText(text: string, { lowercase, whitespace, wordOrder }: ChrfParameters): ChrfText {
  const cased = lowercase ? lowerCase(text) : text;
  const characters: number[] = [];
  for (let i = 0; i < cased.length; i += 1) {
    const code = cased.codePointAt(i)!;
    if (code > 0xffff) i += 1;
    if (whitespace || !isWhitespace(code)) characters.push(code);
  }
  return { characters, words: wordOrder === 0 ? [] : splitWhitespace(cased).flatMap(setOffPunctuation) };
}

const ending = /^.*[!-/:-@[-`{-~]$/s;
const beginning = /^[!-/:-@[-`{-~]/;

/** Sets off one mark of ASCII punctuation from a word: its last, else its first, as chrF++.py does. */
function setOffPunctuation(word: string): string[] {
  if (word.length === 1) return [word];
  if (ending.test(word)) return [word.slice(0, -1), word.slice(-1)];
  if (beginning.test(word)) return [word.slice(0, 1), word.slice(1)];
  return [word];
}

/** The statistics against the reference that gives the best score, the first of equals. */
function bestStatistics(hypothesis: ChrfText, references: ChrfText[], parameters: ChrfParameters): OrderStatistics[] {
  const texts = [hypothesis, ...references];
  const characters = texts.map((text) => text.characters);
  const words = numberWords(texts.map((text) => text.words));
  const byCharacters = orderStatistics(characters, parameters.charOrder);
  const byWords = orderStatistics(words, parameters.wordOrder);
  const candidates = references.map((_, r) => [...byCharacters[r]!, ...byWords[r]!]);
  if (candidates.length === 1) return candidates[0]!;
  const scores = candidates.map((candidate) => fScore(candidate, parameters));
  return candidates[scores.indexOf(Math.max(...scores))]!;
}

/** For each reference, [order]; the first of the sequences is the hypothesis, the others are the references. */
function orderStatistics(sequences: readonly number[][], maximumOrder: number): OrderStatistics[][] {
  const { size, orders, counts } = countGrams(sequences, maximumOrder);
  const [hypothesis, ...references] = sequences as [number[], ...number[][]];
  return references.map((reference, r) => {
    const statistics = Array.from({ length: maximumOrder }, (_, n) => {
      const inReference = gramsOfOrder(reference.length, n + 1);
      // Hypothesis n-grams count only where the reference has any of that order.
      const inHypothesis = inReference === 0 ? 0 : gramsOfOrder(hypothesis.length, n + 1);
      return { hypothesis: inHypothesis, reference: inReference, match: 0 };
    });
    for (let gram = 1; gram <= size && counts[0]![gram]! > 0; gram += 1) {
      statistics[orders[gram]! - 1]!.match += Math.min(counts[0]![gram]!, counts[r + 1]![gram]!);
    }
    return statistics;
  });
}

/**
 * F_β = (1 + β²) · P · R / (β² · P + R) · 100, with P and R averaged over the orders that both sides have;
 * with epsilon smoothing, the mean over all orders of each order's F_β, where an absent P or R is 1e-16.
 */
function fScore(statistics: readonly OrderStatistics[], { beta, epsSmoothing }: ChrfParameters): number {
  return epsSmoothing ? meanOfScores(statistics, beta ** 2) : scoreOfMeans(statistics, beta ** 2);
}

function meanOfScores(statistics: readonly OrderStatistics[], factor: number): number {
  const epsilon = 1e-16;
  let sum = 0;
  for (const { hypothesis, reference, match } of statistics) {
    const precision = hypothesis > 0 ? match / hypothesis : epsilon;
    const recall = reference > 0 ? match / reference : epsilon;
    const denominator = factor * precision + recall;
    sum += denominator > 0 ? ((1 + factor) * precision * recall) / denominator : epsilon;
  }
  return (100 * sum) / statistics.length;
}

function scoreOfMeans(statistics: readonly OrderStatistics[], factor: number): number {
  const present = statistics.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  if (present.length === 0) return 0;
  const mean = (share: (order: OrderStatistics) => number) =>
    present.reduce((sum, order) => sum + share(order), 0) / present.length;
  const precision = mean(({ match, hypothesis }) => match / hypothesis);
  const recall = mean(({ match, reference }) => match / reference);
  if (precision + recall === 0) return 0;
  return 100 * (((1 + factor) * precision * recall) / (factor * precision + recall));
}
