import type { Corpus } from '../corpus.ts';
import { isSpoken } from '../isSpoken.ts';

/** Rarer words count more: by the reciprocal of the logarithm of their frequency, or of the frequency itself. */
export type FrequencyScale = 'log' | 'inverse';

const rarity = {
  log: (count: number) => 1 / Math.log1p(count), // 1 + count: a word that occurs once has a finite weight
  inverse: (count: number) => 1 / count,
};

/**
 * A weight for each class, [vocab], at most 1: w_c = min_j ln(1+f_j) / ln(1+f_c), or min_j f_j / f_c. The end of
 * sentence is a word like others; the other special tokens and words that never occur have 1.
 */
export function frequencyWeights(corpus: Pick<Corpus, 'counts' | 'firstWord'>, scale: FrequencyScale): Float32Array {
  const { counts } = corpus;
  const isCounted = (id: number, count: number) => count > 0 && isSpoken(corpus, id);
  const rarities = Array.from(counts, (count, id) => (isCounted(id, count) ? rarity[scale](count) : undefined));
  const largest = rarities.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return Float32Array.from(rarities, (value) => (value === undefined ? 1 : value / largest));
}
