import { z } from 'zod';
import { form } from '../kinds.ts';
import { mostSeed } from '../mostSeed.ts';
import { fileRef } from './fileRef.ts';
import { wordVectors } from './wordVectors.ts';

/** Features from outside: one file for all pictures, or one for each. */
const features = z.union([
  form({
    file: fileRef.describe(
      'Features of all pictures: .npy with a row for each in the order of the captions file, or .npz or .safetensors ' +
        'with an array for each, named by its id or file name',
    ),
    array: z
      .string()
      .min(1)
      .optional()
      .describe('Name of the one array in a .npz or .safetensors file that has a row for each picture'),
  }),
  form({
    files: z
      .string()
      .regex(/\{(id|filename|name)\}/)
      .meta({
        description:
          'A file for each picture, .npy, .npz or .safetensors: `{id}` stands for its `cocoid` (else `imgid`), ' +
          '`{filename}` for its file name, `{name}` for that without its ending',
        'x-refersTo': 'files',
      }),
    array: z
      .string()
      .min(1)
      .optional()
      .describe('Name of the array in each .npz or .safetensors file that has several'),
  }),
]);

const karpathy = form({
  captions: fileRef.describe(
    "Karpathy's JSON of COCO, Flickr8k or Flickr30k (`dataset_coco.json`): pictures with `split` and `sentences`",
  ),
  restval: z
    .enum(['train', 'skip'])
    .default('skip')
    .describe('What becomes of the pictures of the split `restval`: trained on, or left out as in Elbayad et al. 2018'),
  fc: features.optional().describe("One vector for each picture; when absent, its regions' mean"),
  regions: features.optional().describe('Vectors of the regions of each picture, a list or a grid'),
  mostRegions: z
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('Where pictures have different numbers of regions: how many are kept; fewer are filled up with zeros'),
  normalise: z.boolean().default(true).describe('Scale the vector of each picture to length 1'),
}).refine(({ fc, regions }) => fc !== undefined || regions !== undefined, {
  params: { code: 'choose-one', message: 'there are no features', expected: '`fc`, `regions` or both' },
});

const scenes = form({
  generate: z
    .literal('scenes')
    .describe('Drawings of two coloured shapes, made by this program with five captions each'),
  train: z.int().min(1).max(1_000_000).default(1500).describe('How many pictures are trained on'),
  valid: z.int().min(1).max(100_000).default(150).describe('How many are measured while training'),
  test: z.int().min(1).max(100_000).default(150).describe('How many are measured at the end'),
  seed: z.int().min(0).max(mostSeed).default(1).describe('Other seeds give other pictures'),
});

/** From a file, or learned here from the training captions. */
const vectors = z.union([
  form(wordVectors.shape),
  form({
    train: z.literal('glove').describe('GloVe (Pennington et al. 2014), learned from the training captions'),
    size: z.int().min(2).max(2000).default(100).describe('Numbers of a vector'),
    window: z.int().min(1).max(100).default(15).describe('Words that are counted on either side of a word'),
    epochs: z.int().min(1).max(1000).default(25).describe('Passes over the pairs of words'),
  }),
]);

/** The `data` block of captioning. */
export const captioningData = z.strictObject({
  pictures: z.union([karpathy, scenes]).describe('Pictures, as features, with their captions'),
  minimumCount: z.int().min(1).default(5).describe('Words that are rarer in the training captions are unknown words'),
  maxLength: z
    .int()
    .min(1)
    .max(1000)
    .default(16)
    .describe('Captions are cut to this many words, but for those that scores compare with'),
  captionsPerPicture: z
    .int()
    .min(1)
    .max(1000)
    .optional()
    .describe('Captions of each picture that are trained on, the first ones; all when absent'),
  vectors: vectors.optional().describe('Word vectors, for methods that compare words'),
});

export type CaptioningDataSpec = z.output<typeof captioningData>;
export type PicturesSpec = CaptioningDataSpec['pictures'];
export type KarpathySpec = Extract<PicturesSpec, { captions: unknown }>;
export type ScenesSpec = Extract<PicturesSpec, { generate: unknown }>;
export type CaptionVectorsSpec = z.output<typeof vectors>;
export type FeaturesSpec = z.output<typeof features>;
