import type { SearchInput } from './searchInput.ts';
import { textInput } from './textInput.ts';

/** Sentences to be tagged: each has as many tags as words. `buckets` as in textInput.ts; the last holds the longest. */
export const tagInput = (sources: readonly ArrayLike<number>[], buckets: readonly number[]): SearchInput =>
  textInput({ sources, buckets, limits: (length) => ({ shortest: length, longest: length }) });
