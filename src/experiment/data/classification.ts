import { z } from 'zod';
import { form } from '../kinds.ts';
import { mostSeed } from '../mostSeed.ts';
import { fileRef } from './fileRef.ts';

const seed = z.int().min(0).max(mostSeed).default(1);

/** Pictures with their classes. */
const labelledPictures = z.union([
  form({
    format: z
      .enum(['cifar-10', 'cifar-100'])
      .describe("Krizhevsky's binary files (`cifar-10-binary.tar.gz`, unpacked)"),
    files: z.array(fileRef).min(1).describe('Files such as data_batch_1.bin, plain or .gz, one after the other'),
    labels: z.enum(['fine', 'coarse']).default('fine').describe('Of CIFAR-100: its 100 classes, or the 20 over them'),
  }),
  form({
    format: z.literal('idx').describe("LeCun's files of bytes, as MNIST has them"),
    images: fileRef.describe('File of pictures, such as train-images-idx3-ubyte.gz'),
    labels: fileRef.describe('File of a label for each, such as train-labels-idx1-ubyte.gz'),
  }),
  form({
    format: z.literal('images').describe('PNG and JPEG files, those of each class in a folder named by it'),
    folder: z
      .string()
      .min(1)
      .meta({ description: 'Folder of these folders, relative to the experiment file', 'x-refersTo': 'folder' }),
    size: z
      .int()
      .min(1)
      .max(1024)
      .optional()
      .describe('Pixels of a side: pictures are scaled to it and cropped square; when absent all must be of one size'),
    channels: z
      .union([z.literal(1), z.literal(3)])
      .default(3)
      .describe('Numbers a pixel: 3 for red, green and blue, 1 for grey'),
  }),
  form({
    generate: z.literal('shapes').describe('Coloured shapes of any size and place, drawn by this program'),
    pictures: z.int().min(1).max(1_000_000).describe('How many pictures'),
    size: z.int().min(4).max(256).default(16).describe('Pixels of a side'),
    seed: seed.describe('Other seeds give other pictures'),
  }),
]);

const heldOut = form({
  share: z.number().gt(0).lt(1).describe('Share of the training pictures that is measured instead of trained on'),
  seed: seed.describe('Another seed holds out others'),
});

/** The `data` block of classification. */
export const classificationData = z.strictObject({
  train: labelledPictures.describe('What the model is trained on'),
  valid: z
    .union([labelledPictures, heldOut])
    .describe('What is measured while training, and chooses the best checkpoint: pictures, or a `share` of `train`'),
  test: labelledPictures.optional().describe('Measured once, with the best checkpoint'),
  classes: z
    .array(z.string().min(1).max(200))
    .min(2)
    .optional()
    .describe('Names of the classes in the order of their numbers, where the format has none'),
  normalise: z
    .strictObject({
      mean: z.array(z.number()).min(1).max(3).describe('Mean of each channel, of values from 0 to 1'),
      deviation: z.array(z.number().positive()).min(1).max(3).describe('Standard deviation of each channel'),
    })
    .optional()
    .describe('What is taken off and divided by; when absent, as the training pictures have it'),
  augment: z
    .strictObject({
      crop: z
        .int()
        .min(0)
        .max(128)
        .default(0)
        .describe(
          'Black pixels put around a training picture, of which a part of its own size is then taken by chance',
        ),
      flip: z.boolean().default(false).describe('Whether half of the training pictures, by chance, are mirrored'),
    })
    .prefault({})
    .describe('How training pictures are changed anew each time'),
});

export type ClassificationDataSpec = z.output<typeof classificationData>;
export type LabelledPictures = z.output<typeof labelledPictures>;
export type CifarSpec = Extract<LabelledPictures, { files: unknown }>;
export type IdxSpec = Extract<LabelledPictures, { images: unknown }>;
export type FolderSpec = Extract<LabelledPictures, { folder: unknown }>;
export type ShapesSpec = Extract<LabelledPictures, { generate: unknown }>;
