import { countGrams, numberWords } from '../metrics/gramCounts.ts';
import { splitWhitespace } from '../metrics/pythonText.ts';

/** Words and pairs of words: pairs see a changed order. */
const longestGram = 2;

/**
 * How much translations of one sentence differ, from 0 (all equal) to 1 (no word in common): over all pairs of them,
 * the n-grams of one and two words that are in one and not in the other, as a share of those of both,
 *
 *   Σ_{i<j} Σ_g |c_i(g) − c_j(g)|  /  Σ_{i<j} (|i| + |j|).
 *
 * No reference and no metric takes part. Sorted counts give the sum over n pairs of one n-gram in one pass:
 * Σ_{i<j} |c_i − c_j| = Σ_i (2i − n + 1) · c_(i), i from 0.
 */
export function disagreement(texts: readonly string[]): number {
  const distinct = new Set(texts);
  if (distinct.size < 2) return 0;
  const { size, counts } = countGrams(numberWords(texts.map(splitWhitespace)), longestGram);
  const n = texts.length;
  const ofGram = new Int32Array(n);
  let apart = 0;
  let total = 0;
  for (let gram = 1; gram <= size; gram += 1) {
    for (let i = 0; i < n; i += 1) ofGram[i] = counts[i]![gram]!;
    ofGram.sort();
    for (let i = 0; i < n; i += 1) {
      apart += (2 * i - n + 1) * ofGram[i]!;
      total += ofGram[i]!;
    }
  }
  return total === 0 ? 0 : apart / ((n - 1) * total);
}
