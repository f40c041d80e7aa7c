import { statelessUniform } from '../../ops/philox.ts';
import { seedFor } from '../random.ts';
import type { Normalisation } from './normalisation.ts';
import { type PictureSet, type PictureShape, sizeOfPicture } from './pictureSet.ts';

export interface Augmentation {
  /** Black pixels around a picture before a part of its size is taken. */
  crop: number;
  flip: boolean;
}

/** Where a picture's part begins, from −crop to crop, and whether it is mirrored. */
interface Change {
  top: number;
  left: number;
  isMirrored: boolean;
}

/** What is done to the pictures of a batch: a function of its place in the training alone. `purpose` keeps draws apart. */
function changesOf(
  { crop, flip }: Augmentation,
  { seed, epoch, index }: { seed: number; epoch: number; index: number },
  purpose: string,
  count: number,
): Change[] {
  const draws = statelessUniform(3 * count, ...seedFor(seed, `${purpose}, epoch ${epoch}`, index));
  const offset = (draw: number) => Math.floor(draw * (2 * crop + 1)) - crop;
  return Array.from({ length: count }, (_, row) => ({
    top: offset(draws[3 * row] as number),
    left: offset(draws[3 * row + 1] as number),
    isMirrored: flip && (draws[3 * row + 2] as number) < 0.5,
  }));
}

/** The pictures at these places, each cropped and mirrored by chance, then normalised. */
export function augmented(
  { shape, pixels }: PictureSet,
  examples: ArrayLike<number>,
  by: Augmentation & { normalisation: Normalisation },
  place: { seed: number; epoch: number; index: number },
  purpose: string,
): Float32Array {
  const size = sizeOfPicture(shape);
  const values = new Float32Array(examples.length * size);
  const scale = scalesOf(by.normalisation);
  changesOf(by, place, purpose, examples.length).forEach((change, row) => {
    const start = (examples[row] as number) * size;
    write(values.subarray(row * size, (row + 1) * size), pixels.subarray(start, start + size), shape, change, scale);
  });
  return values;
}

/** value·factor + shift is (value/255 − mean)/deviation. */
const scalesOf = ({ mean, deviation }: Normalisation) =>
  mean.map((of, channel) => ({
    factor: 1 / 255 / (deviation[channel] as number),
    shift: -of / (deviation[channel] as number),
  }));

function write(
  to: Float32Array,
  from: Uint8Array,
  { height, width, channels }: PictureShape,
  { top, left, isMirrored }: Change,
  scale: ReturnType<typeof scalesOf>,
): void {
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [row, column] = [y + top, (isMirrored ? width - 1 - x : x) + left];
      const isInside = row >= 0 && row < height && column >= 0 && column < width;
      const pixel = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++, at++) {
        const { factor, shift } = scale[channel] as (typeof scale)[number];
        to[at] = (isInside ? (from[pixel + channel] as number) * factor : 0) + shift;
      }
    }
  }
}
