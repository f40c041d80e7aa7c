import { special, specialTokens } from '../data/batch.ts';
import type { EncodedPairs } from '../data/encodedSet.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { firstAbove } from '../objective/firstAbove.ts';
import { statelessUniform } from '../ops/philox.ts';
import type { WorkloadModel } from './workload.ts';

const firstWord = special.unk + 1;
/** Size of the word vectors that are published with GloVe and fastText. */
const vectorSize = 300;

/** A training text of sentences that fill the workload's batch, with target words as frequent as Zipf's law says. */
export function syntheticPairs(workload: WorkloadModel, examples: number): EncodedPairs {
  const length = workload.shape.target - 1; // without the end of sentence
  const words = zipfWords(examples * length, workload.vocabulary);
  return {
    sources: Array.from({ length: examples }, (_, example) => sourceOf(workload, example)),
    targets: Array.from({ length: examples }, (_, example) => words.subarray(example * length, (example + 1) * length)),
  };
}

/** The same source for as many examples in a row as it has correct targets. */
function sourceOf({ shape, sourceVocabulary, references }: WorkloadModel, example: number): Int32Array {
  const group = Math.floor(example / references);
  const words = sourceVocabulary - firstWord;
  return Int32Array.from({ length: shape.source - 1 }, (_, at) => firstWord + ((group + 7919 * at) % words));
}

/** Word k of the language, counted from 1, has a probability in proportion to 1/k. */
function zipfWords(count: number, vocabulary: number): Int32Array {
  let sum = 0;
  const cumulative = Float64Array.from({ length: vocabulary - firstWord }, (_, word) => {
    sum += 1 / (word + 1);
    return sum;
  });
  const draws = statelessUniform(count, 1, 2);
  return Int32Array.from(draws, (draw) => firstWord + firstAbove(cumulative, draw * sum));
}

/** Names of the words, all of them different. */
export const syntheticWords = (vocabulary: number): string[] =>
  Array.from({ length: vocabulary }, (_, id) => specialTokens[id] ?? `word${id}`);

/** Vectors for all words but the special tokens. */
export function syntheticVectors(vocabulary: number): WordVectors {
  const values = statelessUniform(vocabulary * vectorSize, 3, 4).map((uniform) => 2 * uniform - 1);
  values.fill(0, 0, firstWord * vectorSize);
  return { size: vectorSize, values, present: new Uint8Array(vocabulary).fill(1, firstWord) };
}
