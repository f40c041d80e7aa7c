import type { References } from './metric.ts';

/** n-grams of one text: how often each occurs, and of which order it is. */
export type Ngrams = ReadonlyMap<string, { order: number; count: number }>;

/** Counts the n-grams of orders 1 to `most`, named by their words between spaces. */
export function countNgrams(words: readonly string[], most: number): Ngrams {
  const counts = new Map<string, { order: number; count: number }>();
  for (let order = 1; order <= most; order += 1) {
    for (let start = 0; start + order <= words.length; start += 1) {
      const ngram = order === 1 ? words[start]! : words.slice(start, start + order).join(' ');
      const known = counts.get(ngram);
      if (known) known.count += 1;
      else counts.set(ngram, { order, count: 1 });
    }
  }
  return counts;
}

/** In the references of how many segments n-grams are. */
export interface DocumentFrequencies {
  segments: number;
  frequency(ngram: string): number;
}

/** Goes through all references once; `ngramsOf` may remember what it made of a text. */
export function documentFrequencies(references: References, ngramsOf: (text: string) => Ngrams): DocumentFrequencies {
  const frequencies = new Map<string, number>();
  const segments = references[0]?.length ?? 0;
  for (let segment = 0; segment < segments; segment += 1) {
    const found = new Set<string>();
    for (const list of references) {
      const text = list[segment];
      if (text !== undefined) for (const ngram of ngramsOf(text).keys()) found.add(ngram);
    }
    for (const ngram of found) frequencies.set(ngram, (frequencies.get(ngram) ?? 0) + 1);
  }
  return { segments, frequency: (ngram) => frequencies.get(ngram) ?? 0 };
}
