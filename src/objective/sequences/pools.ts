import { special } from '../../data/batch.ts';
import type { Corpus } from '../corpus.ts';
import type { GoldBatch } from '../sampler.ts';
import { type Pool, UniformPool } from './pool.ts';
import { referencesOf, sentenceOf } from './sentence.ts';
import { SimilarityPool } from './similarityPool.ts';

/** The pool of each row of a batch. */
export type Pools = (gold: GoldBatch) => (row: number) => Pool;

export const poolNames = ['V', 'V-tok', 'Vrefs', 'Vbatch'] as const;
export type PoolName = (typeof poolNames)[number];

/** Where substitutes are drawn from. No pool has special tokens: they are never inserted. */
export const pools: Record<PoolName, (corpus: Corpus, similarityTemperature: number) => Pools> = {
  V: (corpus) => {
    const pool = new UniformPool(new Set(vocabulary(corpus)));
    return () => () => pool;
  },
  'V-tok': (corpus, temperature) => {
    if (!corpus.vectors) throw new Error('the pool V-tok needs word vectors: give the experiment data.vectors');
    const pool = new SimilarityPool(vocabulary(corpus), corpus.vectors, temperature);
    return () => () => pool;
  },
  Vrefs: (corpus) => (gold) => (row) => wordsOf([sentenceOf(gold, row), ...referencesOf(corpus, gold, row)]),
  Vbatch: () => (gold) => {
    const pool = wordsOf([gold.target]);
    return () => pool;
  },
};

const isWord = (token: number): boolean => token > special.unk;

const vocabulary = ({ tokens }: Corpus): number[] => [...tokens.keys()].filter(isWord);

function wordsOf(sequences: readonly Int32Array[]): Pool {
  const words = new Set<number>();
  for (const sequence of sequences) for (const token of sequence) if (isWord(token)) words.add(token);
  return new UniformPool(words);
}
