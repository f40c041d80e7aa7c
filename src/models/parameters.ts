import { z } from 'zod';

/** What `model: {kind: attention-lstm, ...}` takes. */
export const attentionLstmParameters = z.strictObject({
  embedding: z.number().int().min(1).max(8192).default(256).describe('Size of the word vectors'),
  hidden: z
    .number()
    .int()
    .min(2)
    .max(8192)
    .default(256)
    .describe('Units of the decoder LSTM; the encoder has half of them each way'),
  attention: z
    .number()
    .int()
    .min(1)
    .max(8192)
    .optional()
    .describe('Size of the attention layer; as `hidden` when absent'),
  dropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.2)
    .describe('Share of units dropped from embeddings, encoder states and the readout'),
  tieEmbeddings: z
    .boolean()
    .default(true)
    .describe('Share the target word vectors with the output layer, where their sizes agree'),
});
