import { z } from 'zod';
import { closestLength } from './closestLength.ts';
import { countGrams, gramsOfOrder, numberWords } from './gramCounts.ts';
import { defineMetric, type References, type Score } from './metric.ts';
import { formatFixed, lowerCase, trimEnd } from './pythonText.ts';
import { sumOverSegments } from './segments.ts';
import { sacrebleuSignature, yesOrNo } from './signature.ts';
import { type TokenizerName, tokenizers } from './tokenizers/registry.ts';

const maximumOrder = 4;

/** The smoothing methods, each with its value where none is given (Chen and Cherry 2014, W14-3346); null takes none. */
const smoothMethods = { exp: null, floor: 0.1, 'add-k': 1, none: null } as const;
type SmoothMethod = keyof typeof smoothMethods;

const bleuParameters = z.strictObject({
  tokenize: z
    .enum(Object.keys(tokenizers) as TokenizerName[])
    .default('13a')
    .describe('How texts are split into words'),
  lowercase: z.boolean().default(false).describe('Compare without regard to case'),
  smoothMethod: z
    .enum(Object.keys(smoothMethods) as SmoothMethod[])
    .default('exp')
    .describe('What is done about an order without matches'),
  smoothValue: z
    .number()
    .min(0)
    .optional()
    .describe('Value of the smoothing, for floor (0.1 when absent) and add-k (1 when absent)'),
  effectiveOrder: z.boolean().default(false).describe('Leave out the orders that the hypotheses are too short for'),
});
type BleuParameters = z.output<typeof bleuParameters>;

/** Where the statistics stand, in sacreBLEU's order: both lengths, matches by order, n-grams by order. */
const at = { hypothesisLength: 0, referenceLength: 1, correct: 2, total: 2 + maximumOrder, end: 2 + 2 * maximumOrder };

/** BLEU (Papineni et al. 2002, P02-1040), equal to sacreBLEU's `BLEU`. */
export const bleu = defineMetric({
  title: 'BLEU',
  reference: 'Papineni et al. 2002, ACL P02-1040; Post 2018, arXiv:1804.08771',
  over: ['text'],
  larger: true,
  decimals: 1,
  parameters: bleuParameters,
  optionPrefix: '',
  withoutEffect: ({ smoothMethod, smoothValue }) =>
    smoothValue !== undefined && smoothMethods[smoothMethod] === null
      ? { path: 'smoothValue', reason: `the smoothing method ${smoothMethod} takes no value` }
      : undefined,
  score(hypotheses, references, parameters): Score {
    const sums = sumOverSegments(hypotheses, references, (...segment) => sentenceStatistics(...segment, parameters));
    const { score, precisions, brevityPenalty, correct, total } = bleuOf(sums, parameters);
    const [hypothesisLength, referenceLength] = sums as unknown as [number, number];
    const ratio = referenceLength === 0 ? 0 : hypothesisLength / referenceLength;
    return {
      name: 'BLEU',
      score,
      signature: signature(references, parameters),
      details: {
        counts: correct,
        totals: total,
        precisions,
        bp: brevityPenalty,
        sys_len: hypothesisLength,
        ref_len: referenceLength,
        ratio,
      },
      summary: `${precisions.map((precision) => formatFixed(precision, 1)).join('/')} (BP = ${formatFixed(brevityPenalty, 3)} ratio = ${formatFixed(ratio, 3)} hyp_len = ${hypothesisLength} ref_len = ${referenceLength})`,
    };
  },
  sentenceStatistics,
  scoreOf: (sums, parameters) => bleuOf(sums, parameters).score,
  /** sacreBLEU's `sentence_bleu`: over the orders that the hypothesis is long enough for. */
  sentenceScore: (hypothesis, references, parameters) =>
    bleuOf(sentenceStatistics(hypothesis, references, parameters), { ...parameters, effectiveOrder: true }).score,
});

function signature(references: References, { smoothMethod, ...parameters }: BleuParameters): string {
  const defaultValue = smoothMethods[smoothMethod];
  const value = defaultValue === null ? '' : `[${formatFixed(parameters.smoothValue ?? defaultValue, 2)}]`;
  return sacrebleuSignature(references, {
    case: parameters.lowercase ? 'lc' : 'mixed',
    eff: yesOrNo(parameters.effectiveOrder),
    tok: parameters.tokenize,
    smooth: smoothMethod + value,
  });
}

function sentenceStatistics(
  hypothesis: string,
  references: readonly string[],
  { tokenize, lowercase }: BleuParameters,
): Float64Array {
  const words = (text: string) => tokenizers[tokenize](trimEnd(lowercase ? lowerCase(text) : text));
  return countMatches(words(hypothesis), references.map(words));
}

function countMatches(hypothesis: string[], references: string[][]): Float64Array {
  const statistics = new Float64Array(at.end);
  const { size, orders, counts } = countGrams(numberWords([hypothesis, ...references]), maximumOrder);
  const [inHypothesis, ...inReferences] = counts as [Int32Array, ...Int32Array[]];
  for (let gram = 1; gram <= size && inHypothesis[gram]! > 0; gram += 1) {
    let most = 0;
    for (const inReference of inReferences) most = Math.max(most, inReference[gram]!);
    statistics[at.correct + orders[gram]! - 1]! += Math.min(most, inHypothesis[gram]!);
  }
  for (let order = 1; order <= maximumOrder; order += 1) {
    statistics[at.total + order - 1] = gramsOfOrder(hypothesis.length, order);
  }
  statistics[at.hypothesisLength] = hypothesis.length;
  statistics[at.referenceLength] = closestLength(
    hypothesis.length,
    references.map(({ length }) => length),
  );
  return statistics;
}

/**
 * BLEU = BP · exp(Σ_n ln p_n / N), BP = min(1, exp(1 − r/c)), p_n in percent.
 * Smoothing of orders without matches is by sacreBLEU's rules; add-k changes the counts that are told as its does.
 */
function bleuOf(sums: Float64Array, { smoothMethod, smoothValue, effectiveOrder }: BleuParameters) {
  const brevityPenalty = brevityPenaltyOf(sums[at.hypothesisLength]!, sums[at.referenceLength]!);
  const correct = Array.from(sums.subarray(at.correct, at.total));
  const total = Array.from(sums.subarray(at.total, at.end));
  const precisions = new Array<number>(maximumOrder).fill(0);
  if (correct.every((count) => count === 0)) return { score: 0, precisions, brevityPenalty, correct, total };
  const value = smoothValue ?? smoothMethods[smoothMethod] ?? 0;
  let order = maximumOrder;
  let halvings = 1;
  for (let n = 0; n < maximumOrder; n += 1) {
    if (smoothMethod === 'add-k' && n > 0) {
      correct[n]! += value;
      total[n]! += value;
    }
    if (total[n] === 0) break;
    if (effectiveOrder) order = n + 1;
    let matches = correct[n]!;
    if (matches === 0 && smoothMethod === 'exp') {
      halvings *= 2;
      precisions[n] = 100 / (halvings * total[n]!);
      continue;
    }
    if (matches === 0 && smoothMethod === 'floor') matches = value;
    precisions[n] = (100 * matches) / total[n]!;
  }
  const logarithms = precisions.slice(0, order).map(flooredLogarithm);
  const score = brevityPenalty * Math.exp(logarithms.reduce((sum, logarithm) => sum + logarithm) / order);
  return { score, precisions, brevityPenalty, correct, total };
}

function brevityPenaltyOf(hypothesisLength: number, referenceLength: number): number {
  if (hypothesisLength >= referenceLength) return 1;
  return hypothesisLength === 0 ? 0 : Math.exp(1 - referenceLength / hypothesisLength);
}

/** sacreBLEU's stand-in for ln 0, small enough to make the score 0. */
const flooredLogarithm = (value: number): number => (value === 0 ? -9999999999 : Math.log(value));
