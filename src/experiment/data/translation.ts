import { z } from 'zod';
import { chosenFrom, form } from '../kinds.ts';
import { mostSeed } from '../mostSeed.ts';
import { fileRef, path } from './fileRef.ts';
import { languagePairs, tags, temperature } from './languagePairs.ts';
import { wordVectors } from './wordVectors.ts';

const column = z.union([
  z.int().min(1).describe('Column number, counted from 1'),
  z.string().min(1).describe('Column name in the first line'),
]);

/** Sentences with their translations. */
const textPair = z.union([
  form({
    source: fileRef.describe('Text file with one source sentence a line, plain or .gz'),
    target: fileRef.describe('Text file with the translation of each line, plain or .gz'),
  }),
  form({
    file: fileRef.describe('File with a sentence and its translation in each line, plain or .gz'),
    format: z.literal('tsv').describe('Columns separated by tabs'),
    source: column.describe('Column of the source: a number from 1, or a name in the first line'),
    target: column.describe('Column of the translation: a number from 1, or a name in the first line'),
  }),
  form({
    file: fileRef.describe('File with a sentence and its translation in each line, plain or .gz'),
    format: z.literal('jsonl').describe('A JSON object in each line'),
    source: z.string().min(1).describe('Key of the source sentence'),
    target: z.string().min(1).describe('Key of the translation'),
  }),
  form({
    generate: z.enum(['toy-grammar']).describe('Sentences of a small artificial grammar, made by this program'),
    sentences: z.int().min(1).max(10_000_000).describe('How many sentence pairs'),
    seed: z.int().min(0).max(mostSeed).default(1).describe('Other seeds give other sentences'),
  }),
]);

/** Ways to cut text into the units of a vocabulary. */
const subwordKinds = {
  bpe: {
    title: 'Byte-pair encoding learned from the training text (Sennrich et al. 2016, arXiv:1508.07909)',
    parameters: z.strictObject({
      size: z.int().min(1).max(1_000_000).default(8000).describe('Number of merges that are learned'),
      joint: z.boolean().default(true).describe('Learn the merges from both languages together'),
      minimumFrequency: z.int().min(1).default(2).describe('Pairs that are rarer are not merged'),
    }),
  },
  words: {
    title: 'Words, with punctuation marks apart',
    parameters: z.strictObject({
      size: z.int().min(1).max(10_000_000).optional().describe('Most frequent words that are kept in each language'),
      minimumCount: z.int().min(1).default(2).describe('Words that are rarer are unknown words'),
    }),
  },
  tokenizer: {
    title: "Hugging Face's tokenizer.json files",
    parameters: z.strictObject({
      source: path.describe('tokenizer.json of the source language, relative to the experiment file'),
      target: path.describe('tokenizer.json of the target language, relative to the experiment file'),
    }),
  },
} as const;

const text = z.union([textPair, languagePairs(textPair)]);

/** The `data` block of translation. */
export const translationData = z.strictObject({
  train: text.describe('What the model is trained on'),
  valid: text.describe('What is measured while training; it chooses the best checkpoint'),
  test: text.optional().describe('Measured once, with the best checkpoint'),
  subwords: chosenFrom(subwordKinds).describe('How text is cut into units'),
  tags,
  temperature,
  vectors: wordVectors.optional().describe('Word vectors of the target language, for methods that compare words'),
  maxLength: z.int().min(2).max(10_000).default(60).describe('Longest sentence in tokens, source and target alike'),
  longSentences: z
    .enum(['skip', 'truncate'])
    .default('skip')
    .describe('What becomes of longer training sentences. Longer evaluation sources are truncated; both are counted'),
  badLines: z
    .enum(['error', 'skip'])
    .default('error')
    .describe('What becomes of lines that are empty on one side or not UTF-8: an error, or a counted skip'),
});

export type TextPair = z.output<typeof textPair>;
export type TranslationDataSpec = z.output<typeof translationData>;
