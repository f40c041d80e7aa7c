import { z } from 'zod';

const units = (usual: number) => z.int().min(1).max(8192).default(usual);

/** What `model: {kind: tagger, ...}` takes. */
export const taggerParameters = z.strictObject({
  embedding: units(64).describe('Size of the word vectors'),
  encoder: units(64).describe('Units of the encoder LSTM each way'),
  tagEmbedding: units(32).describe('Size of the vectors of tags, by which the decoder reads the tag before'),
  hidden: units(64).describe('Units of the decoder LSTM'),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.2)
    .describe("Share of units dropped from word vectors, the encoder's outputs and the decoder's"),
});
