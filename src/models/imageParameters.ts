import { z } from 'zod';

const stem = z
  .enum(['cifar', 'imagenet'])
  .describe('How it begins: 3×3 without pooling for small pictures, or 7×7 and a pooling, a quarter of the size');

const width = z
  .int()
  .min(1)
  .max(1024)
  .default(64)
  .describe('Channels of the first stage; each later one has twice as many');

/** What `model: {kind: resnet-18, ...}` takes. */
export const smallResidualParameters = z.strictObject({ width, stem: stem.default('cifar') });

/** What `model: {kind: resnet-50, ...}` and deeper ones take. */
export const residualParameters = z.strictObject({ width, stem: stem.default('imagenet') });

/** What `model: {kind: mobilenet-v2, ...}` takes. */
export const mobileNetParameters = z.strictObject({
  width: z
    .number()
    .min(0.01)
    .max(10)
    .default(1)
    .describe('Factor of all numbers of channels, which are rounded to multiples of 8'),
  strides: z
    .enum(['cifar', 'imagenet'])
    .default('cifar')
    .describe('For small pictures the first convolution and the second stage keep the size'),
  dropout: z.number().min(0).lt(1).default(0).describe('Share of features dropped before the classifier'),
});
