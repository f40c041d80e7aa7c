import { z } from 'zod';
import { countGrams, gramsOfOrder, numberWords } from './gramCounts.ts';
import { defineMetric, type References, type Score } from './metric.ts';
import { isWhitespace, lowerCase, splitWhitespace } from './pythonText.ts';
import { sumOverSegments } from './segments.ts';
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

/** Of each order, characters before words, in sacreBLEU's order: n-grams in the hypotheses, in the references, in both. */
const perOrder = 3;

/** A text as chrF compares it: its code points and, for chrF+ and chrF++, its words. */
interface ChrfText {
  characters: number[];
  words: string[];
}

/** chrF and chrF++ (Popović 2015, W15-3049; 2017, W17-4770), equal to sacreBLEU's `CHRF`. */
export const chrf = defineMetric({
  title: 'chrF',
  reference: 'Popović 2015, WMT W15-3049; 2017, WMT W17-4770; Post 2018, arXiv:1804.08771',
  over: ['text'],
  larger: true,
  decimals: 1,
  parameters: chrfParameters,
  optionPrefix: 'chrf-',
  score(hypotheses, references, parameters): Score {
    const sums = sumOverSegments(hypotheses, references, (...segment) => sentenceStatistics(...segment, parameters));
    const column = (index: number) => Array.from(sums).filter((_, position) => position % perOrder === index);
    return {
      name: `chrF${parameters.beta}${'+'.repeat(parameters.wordOrder)}`,
      score: fScore(sums, parameters),
      signature: signature(references, parameters),
      details: { hyp_ngrams: column(0), ref_ngrams: column(1), matches: column(2) },
      summary: '',
    };
  },
  sentenceStatistics,
  scoreOf: fScore,
  /** sacreBLEU's `sentence_chrf`: a corpus of this sentence. */
  sentenceScore: (hypothesis, references, parameters) =>
    fScore(sentenceStatistics(hypothesis, references, parameters), parameters),
});

const signature = (references: References, parameters: ChrfParameters): string =>
  sacrebleuSignature(references, {
    case: parameters.lowercase ? 'lc' : 'mixed',
    eff: yesOrNo(!parameters.epsSmoothing),
    nc: parameters.charOrder,
    nw: parameters.wordOrder,
    space: yesOrNo(parameters.whitespace),
  });

function sentenceStatistics(
  hypothesis: string,
  references: readonly string[],
  parameters: ChrfParameters,
): Float64Array {
  const prepare = (text: string) => chrfText(text, parameters);
  return bestStatistics(prepare(hypothesis), references.map(prepare), parameters);
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
function bestStatistics(hypothesis: ChrfText, references: ChrfText[], parameters: ChrfParameters): Float64Array {
  const texts = [hypothesis, ...references];
  const characters = texts.map((text) => text.characters);
  const words = numberWords(texts.map((text) => text.words));
  const candidates = references.map(() => new Float64Array(perOrder * (parameters.charOrder + parameters.wordOrder)));
  countOrders(characters, parameters.charOrder, candidates, 0);
  countOrders(words, parameters.wordOrder, candidates, perOrder * parameters.charOrder);
  if (candidates.length === 1) return candidates[0]!;
  const scores = candidates.map((candidate) => fScore(candidate, parameters));
  return candidates[scores.indexOf(Math.max(...scores))]!;
}

/** Fills in the orders of one kind of symbol from `start` on. The first sequence is the hypothesis. */
function countOrders(sequences: readonly number[][], maximumOrder: number, into: Float64Array[], start: number): void {
  const { size, orders, counts } = countGrams(sequences, maximumOrder);
  const [hypothesis, ...references] = sequences as [number[], ...number[][]];
  for (const [r, reference] of references.entries()) {
    const statistics = into[r]!;
    for (let n = 1; n <= maximumOrder; n += 1) {
      const inReference = gramsOfOrder(reference.length, n);
      const position = start + perOrder * (n - 1);
      // Hypothesis n-grams count only where the reference has any of that order.
      statistics[position] = inReference === 0 ? 0 : gramsOfOrder(hypothesis.length, n);
      statistics[position + 1] = inReference;
    }
    for (let gram = 1; gram <= size && counts[0]![gram]! > 0; gram += 1) {
      const match = Math.min(counts[0]![gram]!, counts[r + 1]![gram]!);
      statistics[start + perOrder * (orders[gram]! - 1) + 2]! += match;
    }
  }
}

/**
 * F_β = (1 + β²) · P · R / (β² · P + R) · 100, with P and R averaged over the orders that both sides have;
 * with epsilon smoothing, the mean over all orders of each order's F_β, where an absent P or R is 1e-16.
 */
function fScore(sums: Float64Array, { beta, epsSmoothing }: ChrfParameters): number {
  return epsSmoothing ? meanOfScores(sums, beta ** 2) : scoreOfMeans(sums, beta ** 2);
}

function meanOfScores(sums: Float64Array, factor: number): number {
  const epsilon = 1e-16;
  let sum = 0;
  for (let at = 0; at < sums.length; at += perOrder) {
    const [hypothesis, reference, match] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
    const precision = hypothesis > 0 ? match / hypothesis : epsilon;
    const recall = reference > 0 ? match / reference : epsilon;
    const denominator = factor * precision + recall;
    sum += denominator > 0 ? ((1 + factor) * precision * recall) / denominator : epsilon;
  }
  return (100 * sum) / (sums.length / perOrder);
}

function scoreOfMeans(sums: Float64Array, factor: number): number {
  let present = 0;
  let precision = 0;
  let recall = 0;
  for (let at = 0; at < sums.length; at += perOrder) {
    const [hypothesis, reference, match] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
    if (hypothesis === 0 || reference === 0) continue;
    present += 1;
    precision += match / hypothesis;
    recall += match / reference;
  }
  if (precision + recall === 0) return 0;
  precision /= present;
  recall /= present;
  return 100 * (((1 + factor) * precision * recall) / (factor * precision + recall));
}
