import type { Pixels } from './drawScene.ts';
import { colours } from './scene.ts';

const palette = Object.values(colours);
const packed = (red: number, green: number, blue: number): number => (red * 256 + green) * 256 + blue;
const indices = new Map(palette.map(([red, green, blue], colour) => [packed(red, green, blue), colour]));
/** Patches on a side of the grid. */
const grid = 6;
/** Of each colour: share of the pixels; centre and spread, both ways; share of the box around it that it fills. */
const globalStatistics = 6;
/** The pixels that each is compared with, right and down of it. */
const neighbours = [[1, 0], [0, 1], [1, 1], [-1, 1]] as const; // biome-ignore format: one line
/** Share of each colour, slopes of the brightness in each direction, place of the patch. */
const patchStatistics = palette.length + neighbours.length + 2;

export const sceneFeatureShapes = {
  fc: [palette.length * globalStatistics],
  regions: [grid * grid, patchStatistics],
};

/** What fixed filters see of a picture: statistics of each colour over all of it, and of each patch of a grid. */
export function sceneFeatures(pixels: Pixels): Record<keyof typeof sceneFeatureShapes, Float32Array> {
  const found = coloursOf(pixels);
  return { fc: wholePicture(found, pixels), regions: patches(found, pixels) };
}

/** Index of each pixel's colour, −1 for the background. */
function coloursOf({ data }: Pixels): Int8Array {
  const found = new Int8Array(data.length / 3);
  for (let pixel = 0; pixel < found.length; pixel++)
    found[pixel] = indices.get(packed(data[3 * pixel]!, data[3 * pixel + 1]!, data[3 * pixel + 2]!)) ?? -1;
  return found;
}

function wholePicture(found: Int8Array, { width, height }: Pixels): Float32Array {
  const features = new Float32Array(palette.length * globalStatistics);
  const places: number[][] = palette.map(() => []);
  found.forEach((colour, pixel) => {
    places[colour]?.push(pixel);
  });
  for (const [colour, own] of places.entries()) {
    if (own.length === 0) continue;
    const across = extent(own.map((pixel) => (pixel % width) / width));
    const down = extent(own.map((pixel) => Math.floor(pixel / width) / height));
    const area = own.length / (width * height);
    const box = (across.range + 1 / width) * (down.range + 1 / height);
    const statistics = [10 * area, across.mean, down.mean, 5 * across.spread, 5 * down.spread, area / box];
    features.set(statistics, colour * globalStatistics);
  }
  return features;
}

function extent(values: number[]): { mean: number; spread: number; range: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, spread: Math.sqrt(variance), range: Math.max(...values) - Math.min(...values) };
}

function patches(found: Int8Array, pixels: Pixels): Float32Array {
  const { width, height } = pixels;
  const features = new Float32Array(grid * grid * patchStatistics);
  const brightness = brightnessOf(pixels);
  const size = width / grid;
  const place = palette.length + neighbours.length;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const patch = Math.floor(y / size) * grid + Math.floor(x / size);
      const start = patch * patchStatistics;
      const pixel = y * width + x;
      if (found[pixel]! >= 0) features[start + found[pixel]!]! += 1 / size ** 2;
      for (const [direction, [right, down]] of neighbours.entries()) {
        const isInside = x + right >= 0 && x + right < width && y + down < height;
        const slope = isInside ? Math.abs(brightness[pixel + down * width + right]! - brightness[pixel]!) : 0;
        features[start + palette.length + direction]! += slope / size ** 2;
      }
      features[start + place] = (patch % grid) / grid;
      features[start + place + 1] = Math.floor(patch / grid) / grid;
    }
  }
  return features;
}

/** Mean of the three channels, 0 to 1. */
const brightnessOf = ({ data }: Pixels): Float32Array =>
  Float32Array.from(
    { length: data.length / 3 },
    (_, at) => (data[3 * at]! + data[3 * at + 1]! + data[3 * at + 2]!) / 765,
  );
