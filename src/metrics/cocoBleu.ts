import { z } from 'zod';
import { closestLength } from './closestLength.ts';
import { countGrams, gramsOfOrder, numberWords } from './gramCounts.ts';
import { defineMetric, type Score } from './metric.ts';
import { captionText } from './ptb/captionText.ts';
import { formatFixed, splitWhitespace } from './pythonText.ts';
import { sumOverSegments } from './segments.ts';
import { cocoSignature } from './signature.ts';

/** pycocoevalcap's constants: no ratio is 0/0, and an order without matches makes the score tiny instead of 0. */
const tiny = 1e-15;
const small = 1e-9;

/** Where the statistics stand for orders 1 to N: both lengths, then matches and n-grams of each order. */
const at = { hypothesisLength: 0, referenceLength: 1, correct: 2 };

/** BLEU over orders 1 to N of PTB tokens, 0 to 1, equal to pycocoevalcap's `Bleu`. */
export const cocoBleu = (order: number) =>
  defineMetric({
    title: `BLEU-${order}`,
    reference: 'Papineni et al. 2002, ACL P02-1040; Chen et al. 2015, arXiv:1504.00325',
    over: ['text'],
    larger: true,
    decimals: 3,
    parameters: z.strictObject({}),
    optionPrefix: `bleu-${order}-`,
    score(hypotheses, references): Score {
      const sums = sumOverSegments(hypotheses, references, (...segment) => countMatches(order, ...segment));
      const { correct, guess, ratio } = parts(order, sums);
      const [testlen, reflen] = [sums[at.hypothesisLength]!, sums[at.referenceLength]!];
      return {
        name: `Bleu_${order}`,
        score: bleuOf(order, sums),
        signature: cocoSignature(references, { reflen: 'closest' }),
        details: { correct, guess, testlen, reflen, ratio },
        summary: `(ratio = ${formatFixed(ratio, 3)} testlen = ${testlen} reflen = ${reflen})`,
      };
    },
    sentenceStatistics: (hypothesis, references) => countMatches(order, hypothesis, references),
    scoreOf: (sums) => bleuOf(order, sums),
    sentenceScore: (hypothesis, references) => bleuOf(order, countMatches(order, hypothesis, references)),
  });

function countMatches(order: number, hypothesis: string, references: readonly string[]): Float64Array {
  const texts = [hypothesis, ...references].map((text) => splitWhitespace(captionText(text)));
  const [length, ...lengths] = texts.map((words) => words.length) as [number, ...number[]];
  const { size, orders, counts } = countGrams(numberWords(texts), order);
  const [inHypothesis, ...inReferences] = counts as [Int32Array, ...Int32Array[]];
  const statistics = new Float64Array(at.correct + 2 * order);
  for (let gram = 1; gram <= size && inHypothesis[gram]! > 0; gram += 1) {
    const most = Math.max(...inReferences.map((inReference) => inReference[gram]!));
    statistics[at.correct + orders[gram]! - 1]! += Math.min(most, inHypothesis[gram]!);
  }
  for (let n = 1; n <= order; n += 1) statistics[at.correct + order + n - 1] = gramsOfOrder(length, n);
  statistics[at.hypothesisLength] = length;
  statistics[at.referenceLength] = closestLength(length, lengths);
  return statistics;
}

function parts(order: number, sums: Float64Array) {
  return {
    correct: Array.from(sums.subarray(at.correct, at.correct + order)),
    guess: Array.from(sums.subarray(at.correct + order)),
    ratio: (sums[at.hypothesisLength]! + tiny) / (sums[at.referenceLength]! + small),
  };
}

/** (Π_n p_n)^{1/N}, times exp(1 − 1/ratio) where the hypotheses are shorter than the references. */
function bleuOf(order: number, sums: Float64Array): number {
  const { correct, guess, ratio } = parts(order, sums);
  const product = correct.reduce((all, matches, n) => all * ((matches + tiny) / (guess[n]! + small)), 1);
  return product ** (1 / order) * (ratio < 1 ? Math.exp(1 - 1 / ratio) : 1);
}
