import type { EncodedSet } from '../data/encodedSet.ts';
import { sequenceRandom } from '../data/sequenceRandom.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import type { SparseDistribution } from '../objective/method.ts';
import type { SequenceSampler } from '../objective/sampler.ts';
import type { SampleRecord } from '../runs/events.ts';
import { goldBatch, sequenceOf } from './goldBatch.ts';
import type { PreviewSplit } from './preview.ts';
import type { PreviewBatch } from './previewBatches.ts';
import { targetTokens } from './targetTokens.ts';

interface SamplesInput {
  set: EncodedSet;
  split: PreviewSplit;
  seed: number;
  batches: readonly PreviewBatch[];
  /** Batches whose gradients are summed before an update. */
  accumulate: number;
  sampler?: SequenceSampler;
  vocabulary: Vocabulary;
  distribution?: (gold: number) => SparseDistribution;
}

/** The gold sequences of the batches' first rows, each followed by those that the first epoch trains on beside it. */
export function previewSamples(input: SamplesInput): SampleRecord[] {
  const { set, split, seed, batches, accumulate, sampler, vocabulary, distribution } = input;
  const explained = targetTokens(vocabulary, distribution);
  return batches.flatMap(({ index, batch, shown }) => {
    const gold = goldBatch(batch);
    const drawn = sampler?.sample(gold, sequenceRandom(seed, 0, index)) ?? [];
    const ids = (target: Int32Array, row: number) => sequenceOf(gold, row, target);
    return Array.from({ length: shown }, (_, row) => {
      const example = gold.examples[row] as number;
      const record = (origin: SampleRecord['origin'], target: Int32Array): SampleRecord => ({
        ...{ step: Math.floor(index / accumulate) + 1, split, example, origin },
        ...{ source: set.sourceTexts[example] as string, reference: set.references[example] as string },
        ...{ text: vocabulary.decode(ids(target, row)), tokens: explained(ids(target, row)) },
      });
      const sampled = drawn.map(({ target, distance, importance, reward }) => ({
        ...record('hamming', target),
        distance: distance[row] as number,
        ...(reward && { reward: reward[row] as number, weight: importance[row] as number }),
      }));
      return [record('reference', gold.target), ...sampled];
    }).flat();
  });
}
