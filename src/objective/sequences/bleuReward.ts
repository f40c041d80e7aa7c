import type { Corpus } from '../corpus.ts';
import { ExampleCache } from './exampleCache.ts';
import { type BleuSmoothing, ReferenceGrams, type Symbols } from './referenceGrams.ts';
import type { Reward } from './rewardSampler.ts';
import { referencesOf, sentenceOf } from './sentence.ts';

export const bleuUnits = ['token', 'char'] as const;
export const bleuReferences = ['single', 'merged', 'max', 'mean'] as const;

interface BleuSettings {
  unit: (typeof bleuUnits)[number];
  references: (typeof bleuReferences)[number];
  smoothing: BleuSmoothing;
}

/** n-grams of references that are kept: about 100 MB. */
const cachedGrams = 2e6;

/** Sentence BLEU-4 of samples; counts of references are kept from batch to batch. */
export function bleuReward({ unit, references, smoothing }: BleuSettings, corpus: Corpus): Reward {
  const symbols = unit === 'char' ? charactersOf(corpus.tokens) : (words: Int32Array): Symbols => words;
  const cache = new ExampleCache<ReferenceGrams[]>(cachedGrams, (all) => all.reduce((sum, { size }) => sum + size, 0));
  const combine = references === 'max' ? largest : mean;
  return (words, gold, row) => {
    const counted = cache.of(gold.examples[row]!, () => {
      const texts = references === 'single' ? [sentenceOf(gold, row)] : referencesOf(corpus, gold, row);
      const all = texts.map(symbols);
      return references === 'merged' ? [new ReferenceGrams(all)] : all.map((text) => new ReferenceGrams([text]));
    });
    const sampled = symbols(words);
    return combine(counted.map((grams) => grams.bleu(sampled, smoothing)));
  };
}

const largest = (scores: readonly number[]): number => Math.max(...scores);
const mean = (scores: readonly number[]): number => scores.reduce((sum, score) => sum + score, 0) / scores.length;

/** The code points of tokens joined by spaces, as published code scores them. */
function charactersOf(tokens: readonly string[]): (words: Int32Array) => Symbols {
  const codes = tokens.map((token) => Int32Array.from(token, (character) => character.codePointAt(0)!));
  const space = 0x20;
  return (words) => {
    const text = new Int32Array(words.reduce((sum, word) => sum + codes[word]!.length + 1, 0)).fill(space);
    let at = 0;
    for (const word of words) {
      text.set(codes[word]!, at);
      at += codes[word]!.length + 1;
    }
    return text.subarray(0, Math.max(0, at - 1));
  };
}
