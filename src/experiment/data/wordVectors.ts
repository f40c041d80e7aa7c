import { z } from 'zod';
import { fileRef } from './fileRef.ts';

/** Word vectors of the target language, from a file. */
export const wordVectors = z.strictObject({
  file: fileRef.describe('File with a vector of each word, plain or .gz'),
  format: z
    .enum(['auto', 'glove', 'word2vec', 'fasttext'])
    .default('auto')
    .describe(
      "By its content; GloVe's text; word2vec's binary; fastText's .vec, which is also word2vec's text: a header first",
    ),
});

export type WordVectorsSpec = z.output<typeof wordVectors>;
