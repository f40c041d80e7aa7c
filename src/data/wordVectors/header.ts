import { longestVector } from './vectorReader.ts';

/** The first line of fastText's and word2vec's files: how many words, and the size of their vectors. */
export function headerOf(line: string): { words: number; size: number } | undefined {
  const found = /^(\d{1,12}) (\d{1,6})\s*$/.exec(line);
  const [words, size] = [Number(found?.[1]), Number(found?.[2])];
  return size >= 1 && size <= longestVector ? { words, size } : undefined;
}
