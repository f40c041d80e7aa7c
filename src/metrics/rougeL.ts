import { z } from 'zod';
import { defineMetric } from './metric.ts';
import { captionText } from './ptb/captionText.ts';
import { sumOverSegments } from './segments.ts';
import { cocoSignature } from './signature.ts';

/** How much more recall counts than precision. */
const beta = 1.2;

/** ROUGE-L of PTB tokens, 0 to 1, equal to pycocoevalcap's `Rouge`: the mean over the segments. */
export const rougeL = defineMetric({
  title: 'ROUGE-L',
  reference: 'Lin 2004, ACL W04-1013; Chen et al. 2015, arXiv:1504.00325',
  over: ['text'],
  larger: true,
  decimals: 3,
  parameters: z.strictObject({}),
  optionPrefix: 'rouge-l-',
  score(hypotheses, references) {
    const sums = sumOverSegments(hypotheses, references, sentenceStatistics);
    const signature = cocoSignature(references, { beta });
    return { name: 'ROUGE_L', score: meanOf(sums), signature, details: {}, summary: '' };
  },
  sentenceStatistics,
  scoreOf: meanOf,
  sentenceScore,
});

function sentenceStatistics(hypothesis: string, references: readonly string[]): Float64Array {
  return Float64Array.of(sentenceScore(hypothesis, references), 1);
}

function meanOf([sum, count]: Float64Array): number {
  return sum! / count!;
}

/**
 * F = (1 + β²)·P·R / (R + β²·P). P and R are the longest common subsequence over the length of the hypothesis and of the
 * reference, each the largest over the references. An empty text is one empty token, as Python's `''.split(' ')` has it.
 */
function sentenceScore(hypothesis: string, references: readonly string[]): number {
  const own = captionText(hypothesis).split(' ');
  let [precision, recall] = [0, 0];
  for (const reference of references) {
    const other = captionText(reference).split(' ');
    const common = longestCommonSubsequence(own, other);
    precision = Math.max(precision, common / own.length);
    recall = Math.max(recall, common / other.length);
  }
  if (precision === 0) return 0;
  return ((1 + beta ** 2) * precision * recall) / (recall + beta ** 2 * precision);
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  // lengths[j]: of a's beginning so far and b's first j words.
  const lengths = new Int32Array(b.length + 1);
  for (const word of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const above = lengths[j]!;
      lengths[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, lengths[j - 1]!);
      diagonal = above;
    }
  }
  return lengths[b.length]!;
}
