import { z } from 'zod';
import { pairTags } from './entities/tagPairs.ts';
import { defineMetric } from './metric.ts';
import { formatFixed } from './pythonText.ts';
import { sumOverSegments } from './segments.ts';

const accuracyParameters = z.strictObject({
  unit: z
    .enum(['tag', 'output'])
    .default('tag')
    .describe('What is right or wrong: each tag, or the output as a whole. The name of a class is one tag'),
});
type AccuracyParameters = z.output<typeof accuracyParameters>;

/** Where the statistics stand. */
const at = { correct: 0, all: 1 };

/** Share of tags, or of outputs, that are as in the reference, 0 to 100. There is one reference. */
export const accuracy = defineMetric({
  title: 'Accuracy',
  reference: 'Share of equal tags, as conlleval.pl prints it, or of equal outputs',
  over: ['tags', 'class'],
  larger: true,
  decimals: 2,
  parameters: accuracyParameters,
  optionPrefix: '',
  score(hypotheses, references, parameters) {
    const sums = sumOverSegments(hypotheses, references, (...segment) => sentenceStatistics(...segment, parameters));
    const [correct, all] = [sums[at.correct]!, sums[at.all]!];
    return {
      name: 'accuracy',
      score: share(sums),
      signature: `unit:${parameters.unit}`,
      details: { correct, all },
      summary: `(${formatFixed(correct, 0)} of ${formatFixed(all, 0)})`,
    };
  },
  sentenceStatistics,
  scoreOf: share,
  sentenceScore: (hypothesis, references, parameters) => share(sentenceStatistics(hypothesis, references, parameters)),
});

function sentenceStatistics(
  hypothesis: string,
  references: readonly string[],
  { unit }: AccuracyParameters,
): Float64Array {
  if (unit === 'output') return Float64Array.of(Number(hypothesis === references[0]), 1);
  const { found, gold } = pairTags(hypothesis, references);
  return Float64Array.of(found.filter((tag, index) => tag === gold[index]).length, gold.length);
}

function share(sums: Float64Array): number {
  return sums[at.all] === 0 ? 0 : (100 * sums[at.correct]!) / sums[at.all]!;
}
