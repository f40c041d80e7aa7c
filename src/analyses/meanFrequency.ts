/** Occurrences of each id in a text. */
export function countIds(text: readonly ArrayLike<number>[], ids: number): Float64Array {
  const counts = new Float64Array(ids);
  for (const segment of text) for (let at = 0; at < segment.length; at += 1) counts[segment[at]!]! += 1;
  return counts;
}

/**
 * F(x) = (1/|x|)·Σ_i count(x_i): the mean count of a source's tokens in the training text (Lu et al. 2023, eq. 18); 0 of
 * an empty source.
 */
export function meanFrequency(source: ArrayLike<number>, counts: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < source.length; at += 1) sum += counts[source[at]!] ?? 0;
  return source.length === 0 ? 0 : sum / source.length;
}

/** Names of the thirds of a text by descending frequency. */
export const frequencySplits = ['most frequent', 'medium', 'least frequent'] as const;

/**
 * Segments in three parts of equal size by descending frequency, as far as their number allows. Of equal frequencies
 * the first in the text comes first.
 */
export function splitByFrequency(frequencies: ArrayLike<number>): number[][] {
  const order = Array.from({ length: frequencies.length }, (_, segment) => segment);
  order.sort((a, b) => frequencies[b]! - frequencies[a]! || a - b);
  const end = (part: number) => Math.round((part * order.length) / frequencySplits.length);
  return frequencySplits.map((_, part) => order.slice(end(part), end(part + 1)));
}
