import { basename } from 'node:path';
import type { IdxSpec } from '../../../experiment/data/classification.ts';
import { UserError } from '../../../userError.ts';
import { type PictureShape, sharedPixels, sizeOfPicture } from '../pictureSet.ts';
import type { PictureReader } from './pictureReader.ts';
import { readWhole } from './readWhole.ts';

/** Type of unsigned bytes in the third byte of the magic number. */
const unsignedByte = 0x08;

interface Idx {
  sides: number[];
  values: Buffer;
}

/** LeCun's IDX: two zero bytes, a type, the number of sides, the sides as big-endian 32-bit numbers, the values. */
function parseIdx(file: string, bytes: Buffer): Idx {
  const refuse = (message: string, fix?: string) => new UserError(message, { position: { file }, fix });
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0)
    throw refuse(
      'byte 0: an IDX file begins with two bytes of 0',
      'Give an IDX file, as MNIST has them, plain or .gz.',
    );
  const [type, rank] = [bytes[2] as number, bytes[3] as number];
  if (type !== unsignedByte)
    throw refuse(`byte 2: values are of type 0x${type.toString(16).padStart(2, '0')}; only bytes, 0x08, are read`);
  const start = 4 + 4 * rank;
  if (bytes.length < start)
    throw refuse(`the file ends at byte ${bytes.length}, before the ${rank} sizes that it should have`);
  const sides = Array.from({ length: rank }, (_, at) => bytes.readUInt32BE(4 + 4 * at));
  const expected = start + sides.reduce((product, side) => product * side, 1);
  if (bytes.length !== expected)
    throw refuse(`the file has ${bytes.length} bytes; by its sizes, ${sides.join(' × ')}, it should have ${expected}`);
  return { sides, values: bytes.subarray(start) };
}

/** Pictures [count, height, width], or with channels after them, and a label for each. */
export const idxReader: PictureReader<IdxSpec> = {
  files: ({ images, labels }) => [
    { ref: images, as: 'images' },
    { ref: labels, as: 'labels' },
  ],
  settings: () => ({}),
  read: async (_spec, paths) => {
    const [imagesFile, labelsFile] = paths as [string, string];
    const images = parseIdx(imagesFile, await readWhole(imagesFile));
    const labels = parseIdx(labelsFile, await readWhole(labelsFile));
    const shape = shapeOf(imagesFile, images.sides);
    const [count = 0] = images.sides;
    if (labels.sides.length !== 1) throw wrongRank(labelsFile, labels.sides, 'labels have 1');
    if (labels.sides[0] !== count) throw unequal(labelsFile, labels.sides[0] as number, imagesFile, count);
    if (count === 0) throw new UserError('there are no pictures in the file', { position: { file: imagesFile } });
    const pixels = sharedPixels(count * sizeOfPicture(shape));
    pixels.set(images.values);
    const ids = Int32Array.from(labels.values);
    const classes = Array.from({ length: 1 + ids.reduce((most, id) => Math.max(most, id), 0) }, (_, id) => String(id));
    const names = Array.from(ids, (_, at) => `${basename(imagesFile)} ${at}`);
    return { shape, pixels, labels: ids, names, classes };
  },
};

function shapeOf(file: string, sides: number[]): PictureShape {
  const [, height = 0, width = 0, channels = 1] = sides;
  if (sides.length !== 3 && sides.length !== 4) throw wrongRank(file, sides, 'pictures have 3, or 4 with channels');
  if (height > 0 && width > 0 && channels > 0) return { height, width, channels };
  throw new UserError(`pictures of ${height} × ${width} × ${channels} hold nothing`, { position: { file } });
}

const wrongRank = (file: string, sides: number[], expected: string): UserError =>
  new UserError(`byte 3: the file has ${sides.length} sizes; ${expected}`, {
    position: { file },
    fix: '`images` is the file of pictures (idx3-ubyte), `labels` that of labels (idx1-ubyte).',
  });

const unequal = (file: string, labels: number, images: string, count: number): UserError =>
  new UserError(`byte 4: there are ${labels} labels, but ${count} pictures in ${images}`, {
    position: { file },
    fix: 'Give the labels that belong to these pictures.',
  });
