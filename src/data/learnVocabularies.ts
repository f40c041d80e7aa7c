import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TranslationDataSpec } from '../experiment/data/translation.ts';
import type { Pairs } from './collectPairs.ts';
import type { DataProgress } from './dataProgress.ts';
import { fileError } from './readers/lines.ts';
import { BpeVocabulary } from './vocabularies/bpe.ts';
import { parseTokenizer, type TokenizerVocabulary } from './vocabularies/tokenizer.ts';
import { addCount } from './vocabularies/tokenTable.ts';
import { WordVocabulary } from './vocabularies/words.ts';
import type { Vocabularies } from './vocabulary.ts';
import { splitWords } from './words.ts';

interface Options {
  folder: string;
  progress?: DataProgress;
}

type Subwords = TranslationDataSpec['subwords'];

/** Vocabularies as `subwords` asks for them, from the training text or from files. */
export async function learnVocabularies(subwords: Subwords, train: Pairs, options: Options): Promise<Vocabularies> {
  switch (subwords.kind) {
    case 'words':
      return {
        source: WordVocabulary.fromCounts(countWords(train.sources), subwords),
        target: WordVocabulary.fromCounts(countWords(train.targets), subwords),
      };
    case 'bpe':
      return learnBpeVocabularies(subwords, train, options.progress);
    case 'tokenizer':
      return loadTokenizers(subwords, options.folder);
  }
}

function learnBpeVocabularies(
  { size, joint, minimumFrequency }: Extract<Subwords, { kind: 'bpe' }>,
  { sources, targets }: Pairs,
  progress?: DataProgress,
): Vocabularies {
  const learn = (name: string, texts: string[][]) => {
    const onMerge = (done: number) => {
      if (done % 500 === 0 || done === size) progress?.({ stage: 'learning subwords', name, done, total: size });
    };
    return BpeVocabulary.learn(countWords(...texts), { size, minimumFrequency, onMerge });
  };
  if (!joint) return { source: learn('source', [sources]), target: learn('target', [targets]) };
  const shared = learn('source and target', [sources, targets]);
  return { source: shared, target: shared };
}

function countWords(...texts: string[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const sentence of text) for (const word of splitWords(sentence)) addCount(counts, word);
  return counts;
}

async function loadTokenizers(paths: { source: string; target: string }, folder: string): Promise<Vocabularies> {
  const source = await loadTokenizer(resolve(folder, paths.source));
  const isShared = resolve(folder, paths.source) === resolve(folder, paths.target);
  return { source, target: isShared ? source : await loadTokenizer(resolve(folder, paths.target)) };
}

async function loadTokenizer(path: string): Promise<TokenizerVocabulary> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw fileError(error, path);
  });
  return parseTokenizer(text, path);
}
