import { basename } from 'node:path';
import type { CifarSpec } from '../../../experiment/data/classification.ts';
import { UserError } from '../../../userError.ts';
import { type PictureShape, sharedPixels, sizeOfPicture } from '../pictureSet.ts';
import type { PictureReader, ReadPictures } from './pictureReader.ts';
import { readWhole } from './readWhole.ts';

const shape: PictureShape = { height: 32, width: 32, channels: 3 };
const pixelsOfChannel = shape.height * shape.width;
const size = sizeOfPicture(shape);

const names10 = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
const numbers = (count: number) => Array.from({ length: count }, (_, id) => String(id));

/** Bytes before the pixels of a record, which of them is the class, and the classes. */
function layoutOf({ format, labels }: CifarSpec): { head: number; at: number; classes: string[] } {
  if (format === 'cifar-10') return { head: 1, at: 0, classes: names10 };
  return labels === 'coarse' ? { head: 2, at: 0, classes: numbers(20) } : { head: 2, at: 1, classes: numbers(100) };
}

/**
 * CIFAR's binary version (Krizhevsky 2009): records of one label byte, for CIFAR-100 a coarse and a fine one, and 3,072
 * bytes of red, then green, then blue, each row by row.
 */
export const cifarReader: PictureReader<CifarSpec> = {
  files: ({ files }) => files.map((ref, at) => ({ ref, as: `file ${at + 1}` })),
  settings: ({ format, labels }) => ({ format, labels }),
  read: async (spec, paths) => {
    const { head, at, classes } = layoutOf(spec);
    const files = await Promise.all(paths.map(async (file) => ({ file, bytes: await readWhole(file) })));
    const record = head + size;
    const total = files.reduce((sum, { file, bytes }) => sum + recordsOf(file, bytes.length, record), 0);
    const found: ReadPictures = {
      ...{ shape, classes, pixels: sharedPixels(total * size), labels: new Int32Array(total), names: [] },
    };
    for (const { file, bytes } of files) {
      for (let start = 0; start < bytes.length; start += record) {
        const example = found.names.length;
        const label = bytes[start + at] as number;
        if (label >= classes.length) throw noSuchClass(file, start + at, start / record, label, classes.length);
        found.labels[example] = label;
        found.names.push(`${basename(file)} ${start / record}`);
        interleave(bytes.subarray(start + head, start + record), found.pixels.subarray(example * size));
      }
    }
    return found;
  },
};

/** Planes of red, green and blue → pixels of three numbers. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let channel = 0; channel < shape.channels; channel++)
    for (let at = 0; at < pixelsOfChannel; at++)
      pixels[at * shape.channels + channel] = planes[channel * pixelsOfChannel + at] as number;
}

function recordsOf(file: string, length: number, record: number): number {
  if (length % record === 0) return length / record;
  const whole = Math.floor(length / record);
  throw new UserError(
    `the file ends at byte ${length}, within record ${whole} (counted from 0): records have ${record} bytes`,
    {
      position: { file },
      fix: 'Use the binary version of CIFAR, of the kind that `format` names, as it was downloaded.',
    },
  );
}

const noSuchClass = (file: string, byte: number, record: number, label: number, classes: number): UserError =>
  new UserError(`byte ${byte}, the label of record ${record}, is ${label}: there are ${classes} classes`, {
    position: { file },
    fix: 'Check that `format` names the kind of file that this is.',
  });
