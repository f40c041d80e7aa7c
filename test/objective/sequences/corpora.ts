import { special, specialTokens } from '../../../src/data/batch.ts';
import { RandomSequence } from '../../../src/data/random.ts';
import type { Corpus, WordVectors } from '../../../src/objective/corpus.ts';
import type { GoldBatch, Random } from '../../../src/objective/sampler.ts';

/** A training text whose sources have one or more references; an example for each of them. */
export function corpusWith(sources: readonly (readonly number[])[][], classes: number, vectors?: WordVectors): Corpus {
  const documents = sources.map((references) => references.map((ids) => Int32Array.from(ids)));
  const byExample = documents.flatMap((references) => references.map(() => references));
  const targets = documents.flat();
  const counts = new Float64Array(classes);
  for (const target of targets) for (const id of target) counts[id]! += 1;
  const tokens = Array.from({ length: classes }, (_, id) => specialTokens[id] ?? `w${id}`);
  return {
    ...{ tokens, firstWord: special.unk + 1, counts, targets },
    references: (example) => byExample[example]!,
    documents: () => new Set(documents),
    ...(vectors && { vectors }),
  };
}

/** Sentences as a batch has them, a row without example after them if there is room. */
export function batchOf(
  sentences: readonly ArrayLike<number>[],
  { rows = sentences.length, length = 0, examples = sentences.map((_, index) => index) } = {},
): GoldBatch {
  const width = Math.max(length, ...sentences.map((words) => words.length + 1));
  const target = new Int32Array(rows * width).fill(special.pad);
  for (const [row, words] of sentences.entries()) {
    target.set(words, row * width);
    target[row * width + words.length] = special.eos;
  }
  const exampleOf = Int32Array.from({ length: rows }, (_, row) => examples[row] ?? -1);
  return { rows, length: width, target, examples: exampleOf };
}

/** Uniform numbers, the same ones each time. */
export function randomOf(purpose: string): Random {
  const sequence = new RandomSequence(7, purpose);
  return () => sequence.next();
}
