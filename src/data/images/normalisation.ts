import { type PictureSet, sizeOfPicture } from './pictureSet.ts';

/** (value/255 − mean)/deviation of each channel. */
export interface Normalisation {
  mean: number[];
  deviation: number[];
}

/** Below it a channel is taken as constant: nothing is divided by its deviation. */
const constant = 1e-6;

/** Mean and standard deviation of each channel over all pixels of all pictures, of values from 0 to 1. */
export function measureNormalisation({ shape: { channels }, pixels }: PictureSet): Normalisation {
  const of = Array.from({ length: channels }, () => ({ sum: 0, squares: 0 }));
  for (let at = 0; at < pixels.length; at += channels)
    of.forEach((sums, channel) => {
      const value = pixels[at + channel] as number;
      sums.sum += value;
      sums.squares += value * value; // whole numbers below 2⁵³: exact
    });
  const count = pixels.length / channels;
  const moments = of.map(({ sum, squares }) => {
    const mean = sum / count;
    const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean)) / 255;
    return { mean: mean / 255, deviation: deviation < constant ? 1 : deviation };
  });
  return { mean: moments.map(({ mean }) => mean), deviation: moments.map(({ deviation }) => deviation) };
}

/** What a network is given of the pictures at these places, row by row. Rows beyond them are left as they are. */
export function normalised(
  { shape, pixels }: PictureSet,
  examples: ArrayLike<number>,
  by: Normalisation,
  rows: number,
) {
  const size = sizeOfPicture(shape);
  const values = new Float32Array(rows * size);
  for (let row = 0; row < examples.length; row++)
    normaliseInto(values, row * size, pixels.subarray((examples[row] as number) * size), size, by);
  return values;
}

function normaliseInto(
  to: Float32Array,
  start: number,
  from: Uint8Array,
  size: number,
  { mean, deviation }: Normalisation,
) {
  const channels = mean.length;
  for (let at = 0; at < size; at++) {
    const channel = at % channels;
    to[start + at] = ((from[at] as number) / 255 - (mean[channel] as number)) / (deviation[channel] as number);
  }
}
