import type { Corpus } from '../objective/corpus.ts';
import { isSpoken } from '../objective/isSpoken.ts';
import type { Constant } from '../objective/method.ts';
import { axisAndName } from './axisAndName.ts';
import type { WordValues } from './preview.ts';

/** Enough for a curve over ranks. */
const mostRanks = 200;

/** Of an objective's constants those with a value for each word of the target vocabulary, or each class. */
export function previewWords(
  constants: Readonly<Record<string, Constant>>,
  corpus: Pick<Corpus, 'tokens' | 'counts' | 'firstWord'>,
): WordValues[] {
  const { tokens, counts } = corpus;
  const byRank = wordsByFrequency(corpus);
  const ranks = logarithmically(byRank.length, mostRanks);
  const ids = ranks.map((rank) => byRank[rank - 1] as number);
  return Object.entries(constants)
    .filter(([, { shape }]) => shape.length === 1 && shape[0] === tokens.length)
    .map(([name, { values }]) => ({
      ...axisAndName(name),
      ranks,
      tokens: ids.map((id) => tokens[id] as string),
      counts: ids.map((id) => counts[id] as number),
      values: ids.map((id) => values[id] as number),
    }));
}

/** Ids of what a target can hold, the end of sentence among them, most frequent first. */
function wordsByFrequency({ counts, firstWord }: Pick<Corpus, 'counts' | 'firstWord'>): number[] {
  const ids = Array.from(counts.keys()).filter((id) => isSpoken({ firstWord }, id));
  return ids.sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
}

/** Whole numbers from 1 to `last`, both among them, whose logarithms are about evenly spaced. */
function logarithmically(last: number, count: number): number[] {
  const all = Array.from({ length: count }, (_, index) => Math.round(last ** (index / (count - 1))));
  return [...new Set(all)];
}
