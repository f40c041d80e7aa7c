import { special } from '../data/batch.ts';
import type { Corpus } from './corpus.ts';

/** Whether an id is something to put out: a word or class, or the end of sentence, but no other special token. */
export const isSpoken = ({ firstWord }: Pick<Corpus, 'firstWord'>, id: number): boolean =>
  id >= firstWord || id === special.eos;
