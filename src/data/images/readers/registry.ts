import type { LabelledPictures } from '../../../experiment/data/classification.ts';
import { cifarReader } from './cifar.ts';
import { folderReader } from './folder.ts';
import { idxReader } from './idx.ts';
import type { PictureReader } from './pictureReader.ts';
import { shapesReader } from './shapes.ts';

/** Formats by the name that `format` or `generate` gives them. */
const readers = {
  'cifar-10': cifarReader,
  'cifar-100': cifarReader,
  idx: idxReader,
  images: folderReader,
  shapes: shapesReader,
};

export const pictureFormatOf = (spec: LabelledPictures): keyof typeof readers =>
  'generate' in spec ? spec.generate : spec.format;

/** Each reader takes the form that its name stands for, so the widening is safe. */
export const pictureReaderOf = (spec: LabelledPictures): PictureReader<LabelledPictures> =>
  readers[pictureFormatOf(spec)] as PictureReader<LabelledPictures>;
