import { RandomSequence } from '../data/random.ts';
import { meanEffectiveSize } from '../objective/drawTargets.ts';
import type { GoldBatch, Random, SampledSequences, SequencePlan, SequenceSampler } from '../objective/sampler.ts';
import { meanDistribution } from '../objective/sequences/hammingDistance.ts';
import { sentenceOf } from '../objective/sequences/sentence.ts';
import { goldBatch } from './goldBatch.ts';
import type { SequencesPreview } from './preview.ts';
import type { PreviewBatch } from './previewBatches.ts';

/** Sequences that the histogram is counted over, at least. */
const leastSequences = 5_000;
/** Where the sentences of a batch share a distance, each draw of the batch is one draw of it. */
const leastDraws = 500;

/** How far from the gold sequences of a batch samples are: counted over many draws, and by the closed form. */
export function previewSequences(
  sampler: SequenceSampler,
  { alpha, samples }: SequencePlan,
  { batch }: PreviewBatch,
  seed: number,
): SequencesPreview {
  const random = new RandomSequence(seed, 'distances of a preview');
  const gold = goldBatch(batch);
  const lengths = wordsOf(gold);
  const rows = lengths.flatMap((words, row) => (words > 0 ? [row] : []));
  const draws = drawMany(sampler, gold, rows.length, () => random.next());
  const drawn = histogram(draws, rows);
  const forms = sampler.distances?.(gold);
  const expected = forms && [...meanDistribution(rows.map((row) => forms[row] as Float64Array))];
  const words = rows.reduce((sum, row) => sum + (lengths[row] as number), 0);
  const rate = (distances: number[]): number => (rows.length * meanDistance(distances)) / words;
  const effectiveSize = meanEffectiveSize(draws);
  return {
    ...{ alpha, samples, sentences: rows.length, draws: draws.length },
    replacementRate: { drawn: rate(drawn), ...(expected && { expected: rate(expected) }) },
    distances: { drawn, ...(expected && { expected }) },
    ...(effectiveSize !== undefined && { effectiveSize }),
  };
}

/** Words of each row, without the end of sentence. */
const wordsOf = (gold: GoldBatch): number[] =>
  Array.from({ length: gold.rows }, (_, row) => sentenceOf(gold, row).length);

function drawMany(sampler: SequenceSampler, gold: GoldBatch, rows: number, random: Random): SampledSequences[] {
  const draws: SampledSequences[] = [];
  while (draws.length < leastDraws || draws.length * rows < leastSequences) draws.push(...sampler.sample(gold, random));
  return draws;
}

/** Share of the sequences at each distance, up to the largest that was drawn. */
function histogram(draws: readonly SampledSequences[], rows: readonly number[]): number[] {
  const counts: number[] = [];
  for (const { distance } of draws) {
    for (const row of rows) {
      const d = distance[row] as number;
      while (counts.length <= d) counts.push(0);
      counts[d]! += 1;
    }
  }
  return counts.map((count) => count / (draws.length * rows.length));
}

const meanDistance = (distances: readonly number[]): number => distances.reduce((sum, share, d) => sum + d * share, 0);
