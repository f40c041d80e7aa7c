import { z } from 'zod';
import { form } from '../kinds.ts';
import { mostSeed } from '../mostSeed.ts';
import { fileRef } from './fileRef.ts';

const column = z.union([
  z.int().min(1).max(1000).describe('Column number, counted from 1'),
  z.enum(['first', 'last']).describe('The first column, or the last'),
]);

const entitySchemes = ['iob1', 'iob2', 'iobes'] as const;

const share = z.number().min(0).max(1);

const part = z
  .strictObject({
    from: share.default(0).describe('Where the part begins: 0 is the first sentence of the file'),
    to: share.default(1).describe('Where it ends: 1 is the end of the file'),
  })
  .refine(({ from, to }) => from < to, {
    params: { code: 'empty', message: 'the part is empty', expected: '`from` below `to`' },
  });

/** Sentences with a tag for each word. */
const taggedText = z.union([
  form({
    file: fileRef.describe('File with a word and its annotations in each line, and an empty line after each sentence'),
    format: z.literal('conll').default('conll').describe('Columns, as in the shared tasks of CoNLL-2002 and 2003'),
    word: column.default('first').describe('Column of the words'),
    tag: column.default('last').describe('Column of the tags'),
    scheme: z
      .enum(['auto', ...entitySchemes])
      .default('auto')
      .describe(
        'How entities are written in the file. What is stated is checked; auto takes any of them, and IOE and BILOU',
      ),
    comments: z.string().min(1).max(100).optional().describe('What lines begin with that are no words, e.g. `#`'),
    part: part.optional().describe("A share of the file's sentences, e.g. `{ from: 0, to: 0.8 }`; all when absent"),
  }),
  form({
    generate: z
      .literal('toy-entities')
      .describe('Sentences about people, places and organisations, made by this program'),
    sentences: z.int().min(1).max(1_000_000).describe('How many sentences'),
    seed: z.int().min(0).max(mostSeed).default(1).describe('Other seeds give other sentences'),
  }),
]);

const words = z.strictObject({
  minimumCount: z.int().min(1).default(2).describe('Words that are rarer in the training text are unknown words'),
  size: z.int().min(1).max(10_000_000).optional().describe('Most frequent words that are kept; all when absent'),
  lowercase: z.boolean().default(false).describe('Whether words that differ in case alone are the same'),
  anyDigit: z.boolean().default(false).describe('Whether words that differ in digits alone are the same'),
});

/** The `data` block of tagging. */
export const taggingData = z.strictObject({
  train: taggedText.describe('What the model is trained on'),
  valid: taggedText.describe('What is measured while training; it chooses the best checkpoint'),
  test: taggedText.optional().describe('Measured once, with the best checkpoint'),
  scheme: z
    .enum([...entitySchemes, 'plain'])
    .default('iob2')
    .describe(
      'How entities are written for the model and for scores; plain: tags are no entities, and stay as they are',
    ),
  words: words.prefault({}).describe('Which words are known, and what of them counts'),
  maxLength: z
    .int()
    .min(2)
    .max(10_000)
    .default(120)
    .describe(
      'Longest sentence that is read at once. Longer ones are read in parts of that many words, and scored whole',
    ),
});

export type TaggingDataSpec = z.output<typeof taggingData>;
export type TaggedTextSpec = z.output<typeof taggedText>;
