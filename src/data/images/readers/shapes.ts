import type { ShapesSpec } from '../../../experiment/data/classification.ts';
import { contains } from '../../captioning/scenes/drawScene.ts';
import { type Colour, colours, type Shape, shapes } from '../../captioning/scenes/scene.ts';
import { RandomSequence } from '../../random.ts';
import { sharedPixels, sizeOfPicture } from '../pictureSet.ts';
import type { PictureReader } from './pictureReader.ts';

/** Raised whenever the same settings would give other pictures. */
const shapesVersion = 1;

/** Samples a pixel's side, whose mean smooths edges. */
const samplesOfSide = 3;
/** Greatest change of a number of a pixel by noise. */
const noise = 30;

/** Pictures of one shape each, of any colour, size and place, on a ground of another colour, with noise. */
export const shapesReader: PictureReader<ShapesSpec> = {
  files: () => [],
  settings: ({ pictures, size, seed }) => ({ pictures, size, seed, shapesVersion }),
  read: async ({ pictures: count, size, seed }) => {
    const shape = { height: size, width: size, channels: 3 };
    const pixels = sharedPixels(count * sizeOfPicture(shape));
    const labels = new Int32Array(count);
    const random = new RandomSequence(seed, 'pictures of shapes');
    for (let at = 0; at < count; at++) {
      labels[at] = Math.floor(random.next() * shapes.length);
      drawShape(pixels.subarray(at * sizeOfPicture(shape)), shapes[labels[at] as number] as Shape, size, random);
    }
    return { shape, pixels, labels, names: Array.from(labels, (_, at) => `shapes ${at}`), classes: [...shapes] };
  },
};

function drawShape(pixels: Uint8Array, shape: Shape, size: number, random: RandomSequence): void {
  const names = Object.keys(colours) as Colour[];
  const [ground, colour] = [random.pick(names), random.pick(names)];
  const front = colours[colour === ground ? (names[(names.indexOf(ground) + 1) % names.length] as Colour) : colour];
  const radius = size * (0.22 + 0.2 * random.next());
  const place = () => radius + (size - 2 * radius) * random.next();
  const [centreX, centreY] = [place(), place()];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const share = covered(shape, [(x - centreX) / radius, (y - centreY) / radius], 1 / radius);
      for (let channel = 0; channel < 3; channel++) {
        const mixed = share * (front[channel] as number) + (1 - share) * (colours[ground][channel] as number);
        const value = Math.round(mixed + noise * (2 * random.next() - 1));
        pixels[(y * size + x) * 3 + channel] = Math.min(255, Math.max(0, value));
      }
    }
  }
}

/** Share of a pixel that a shape covers, from samples within it; its corner and side in radii from the centre. */
function covered(shape: Shape, [x, y]: [number, number], side: number): number {
  let inside = 0;
  for (let row = 0; row < samplesOfSide; row++)
    for (let column = 0; column < samplesOfSide; column++) {
      const at = (index: number) => ((index + 0.5) / samplesOfSide) * side;
      if (contains[shape](x + at(column), y + at(row))) inside += 1;
    }
  return inside / samplesOfSide ** 2;
}
