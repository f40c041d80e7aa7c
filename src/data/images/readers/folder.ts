import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FolderSpec } from '../../../experiment/data/classification.ts';
import { UserError } from '../../../userError.ts';
import { fileError } from '../../readers/lines.ts';
import { sharedPixels, sizeOfPicture } from '../pictureSet.ts';
import { decodePicture, type Picture } from './decodePicture.ts';
import type { PictureFile, PictureReader } from './pictureReader.ts';
import { readWhole } from './readWhole.ts';
import { squared } from './resizePicture.ts';

const isPicture = (name: string): boolean => /\.(png|jpe?g)$/i.test(name);
/** Names in one order on every machine. */
const sorted = (names: string[]): string[] => names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** A folder with a subfolder of PNG and JPEG files for each class, whose name is the class's. */
export const folderReader: PictureReader<FolderSpec> = {
  files: ({ folder: name }, folder) => {
    const root = resolve(folder, name);
    const classes = sorted(listed(root, (entry) => entry.isDirectory()));
    const files = classes.flatMap((className) =>
      sorted(listed(join(root, className), (entry) => !entry.isDirectory() && isPicture(entry.name))).map(
        (file): PictureFile => ({ ref: join(root, className, file), as: `${className}/${file}` }),
      ),
    );
    if (files.length > 0) return files;
    throw new UserError('the folder has no subfolder with PNG or JPEG files', {
      position: { file: root },
      fix: 'Put the pictures of each class into a folder of their own, named by the class.',
    });
  },
  settings: ({ size, channels }) => ({ size: size ?? null, channels }),
  read: async (spec, paths, files) => {
    const names = files.map(({ as }) => as);
    const classOf = (name: string) => name.slice(0, name.indexOf('/'));
    const classes = [...new Set(names.map(classOf))];
    const first = await readPicture(spec, paths[0] as string);
    const { height, width, channels } = first;
    const shape = { height, width, channels };
    const size = sizeOfPicture(shape);
    const pixels = sharedPixels(paths.length * size);
    for (const [at, file] of paths.entries()) {
      const picture = at === 0 ? first : await readPicture(spec, file);
      if (picture.height !== height || picture.width !== width) throw unlike(file, picture, paths[0] as string, first);
      pixels.set(picture.data, at * size);
    }
    return { shape, pixels, labels: Int32Array.from(names, (name) => classes.indexOf(classOf(name))), names, classes };
  },
};

/** A picture file as an experiment takes it: of so many channels and, where it says so, of so many pixels. */
export async function readPicture(
  { size, channels }: Pick<FolderSpec, 'size' | 'channels'>,
  file: string,
): Promise<Picture> {
  const picture = decodePicture(file, await readWhole(file), channels);
  return size === undefined ? picture : squared(picture, size);
}

function listed(folder: string, wanted: (entry: { name: string; isDirectory(): boolean }) => boolean): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') && wanted(entry))
      .map(({ name }) => name);
  } catch (error) {
    throw fileError(error, folder);
  }
}

const unlike = (file: string, picture: Picture, firstFile: string, first: Picture): UserError =>
  new UserError(
    `the picture has ${picture.width} × ${picture.height} pixels, and ${firstFile} has ${first.width} × ${first.height}`,
    { position: { file }, fix: 'Set `size`, to which all pictures are then scaled and cropped.' },
  );
