import { z } from 'zod';

const units = (usual: number) => z.int().min(1).max(8192).default(usual);
const share = (usual: number) => z.number().min(0).lt(1).default(usual);

const inputDropout = share(0.5).describe('Share of units dropped from word vectors');
const dropout = share(0.5).describe("Share of units dropped from the decoder's outputs");

/** What `model: {kind: caption-lstm, ...}` takes. */
export const captionLstmParameters = z.strictObject({
  embedding: units(512).describe('Size of the word vectors, and of the picture as the decoder reads it'),
  hidden: units(512).describe('Units of the LSTM'),
  inputDropout,
  dropout,
});

/** What `model: {kind: top-down, ...}` takes. */
export const topDownParameters = z.strictObject({
  embedding: units(512).describe('Size of the word vectors'),
  hidden: units(512).describe('Units of either LSTM, and of the picture and its regions as the decoder reads them'),
  attention: units(512).describe('Units of the attention layer'),
  inputDropout,
  pictureDropout: share(0.5).describe('Share of units dropped from the picture and its regions'),
  dropout,
});
