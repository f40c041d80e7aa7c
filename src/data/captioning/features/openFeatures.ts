import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { openPromise } from 'yauzl';
import type { FeaturesSpec } from '../../../experiment/data/captioning.ts';
import { readSafetensorsHeader } from '../../../training/safetensors.ts';
import { UserError } from '../../../userError.ts';
import { resolveFile } from '../../files.ts';
import type { LoadOptions } from '../../loadOptions.ts';
import { badArray, bytesOf } from './arrayTypes.ts';
import type { FeaturePlace, FeatureTable } from './featureTable.ts';
import { checkNpySize, type NpyHeader, npyHeaderBytes, npyPrefix, parseNpyHeader } from './npyHeader.ts';
import { readArray, readBytes, typeOfSafetensors } from './readArray.ts';

/** What tells whose features are whose. */
export interface PictureKeys {
  /** The picture's place in the captions file, from 0, and how many there are. */
  row: number;
  rows: number;
  id: string;
  filename: string;
  /** The file name without its ending. */
  name: string;
}

/** Finds where the features of each picture lie, without reading them. Throws a UserError where some are missing. */
export async function openFeatures(
  kind: 'fc' | 'regions',
  spec: FeaturesSpec,
  { pictures, most, ...options }: LoadOptions & { pictures: readonly PictureKeys[]; most?: number },
): Promise<FeatureTable> {
  const places = 'files' in spec ? eachInAFile(spec, pictures, options) : await inOneFile(spec, pictures, options);
  const { shape } = readArray(places[0] as FeaturePlace);
  const { file } = places[0] as FeaturePlace;
  if (kind === 'fc')
    return { shape: [shape.reduce((product, length) => product * length, 1)], features: places, ragged: false };
  if (shape.length < 2)
    throw badArray(
      file,
      `regions of a picture have the shape (${shape.join(', ')}): a list or a grid of vectors is needed`,
    );
  const size = shape.at(-1) as number;
  const count = most ?? shape.slice(0, -1).reduce((product, length) => product * length, 1);
  return { shape: [count, size], features: places, ragged: most !== undefined };
}

/** The file of one picture's features. */
export const fileOf = ({ files }: { files: string }, keys: PictureKeys, folder: string): string =>
  resolve(
    folder,
    files.replace(/\{(id|filename|name)\}/g, (_, key: 'id' | 'filename' | 'name') => keys[key]),
  );

function eachInAFile(
  spec: Extract<FeaturesSpec, { files: string }>,
  pictures: readonly PictureKeys[],
  { folder }: LoadOptions,
): FeaturePlace[] {
  const { array } = spec;
  const places = pictures.map((keys) => ({
    ...{ kind: 'file' as const, file: fileOf(spec, keys, folder), ...(array !== undefined && { array }) },
  }));
  const missing = places.filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return places;
  throw new UserError(
    `the features of ${missing.length} of ${places.length} pictures are not there, such as this file`,
    {
      position: { file: missing[0]?.file as string },
      fix: 'Paths are relative to the folder of the experiment file.',
    },
  );
}

async function inOneFile(
  { file: ref, array }: Extract<FeaturesSpec, { file: unknown }>,
  pictures: readonly PictureKeys[],
  { folder, progress }: LoadOptions,
): Promise<FeaturePlace[]> {
  const { path } = await resolveFile(ref, folder, progress);
  if (/\.npz$/i.test(path)) return inZip(path, array, pictures);
  if (/\.safetensors$/i.test(path)) return inSafetensors(path, array, pictures);
  const prefix = readBytes(path, 0, Math.min(npyPrefix, statSync(path).size));
  const header = parseNpyHeader(readBytes(path, 0, npyHeaderBytes(prefix, path)), path);
  checkNpySize(header, statSync(path).size, path);
  return rowsOf(header, path, 0, pictures);
}

/** The rows of one array, one for each picture of the captions file. */
function rowsOf(
  { shape, start, type }: NpyHeader,
  file: string,
  offset: number,
  pictures: readonly PictureKeys[],
): FeaturePlace[] {
  const rows = pictures[0]?.rows;
  if (shape[0] !== rows || shape.length < 2)
    throw badArray(
      file,
      `the array has the shape (${shape.join(', ')}); a row for each of the ${rows} pictures of the captions file is needed`,
    );
  const own = shape.slice(1);
  const bytes = own.reduce((product, length) => product * length, 1) * bytesOf(type);
  return pictures.map(({ row }) => ({
    ...({ kind: 'numbers', file, start: offset + start + row * bytes, type, shape: own } as const),
  }));
}

async function inSafetensors(
  file: string,
  array: string | undefined,
  pictures: readonly PictureKeys[],
): Promise<FeaturePlace[]> {
  const { entries } = await readSafetensorsHeader(file);
  const dataStart = 8 + Number(readBytes(file, 0, 8).readBigUInt64LE());
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const placeOf = ({ name, type, shape, begin }: (typeof entries)[number]) => {
    const found = typeOfSafetensors(type, file, name);
    return { kind: 'numbers' as const, file, start: dataStart + begin, type: found, shape };
  };
  if (array === undefined) return byPicture(file, byName, pictures).map(placeOf);
  const entry = byName.get(array);
  if (!entry) throw badArray(file, `there is no array ${array} in it`);
  const { start, type, shape } = placeOf(entry);
  return rowsOf({ shape, start, type }, file, 0, pictures);
}

async function inZip(
  file: string,
  array: string | undefined,
  pictures: readonly PictureKeys[],
): Promise<FeaturePlace[]> {
  const byName = await zipEntries(file);
  if (array === undefined) return byPicture(file, byName, pictures);
  const entry = byName.get(array);
  if (!entry) throw badArray(file, `there is no array ${array} in it`);
  if (entry.deflated)
    throw badArray(
      file,
      `the array ${array} is compressed, so that its rows cannot be found`,
      'Save it with `numpy.save`.',
    );
  const local = readBytes(file, entry.start, 30);
  const start = entry.start + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const prefix = readBytes(file, start, Math.min(npyPrefix, entry.bytes));
  const header = parseNpyHeader(readBytes(file, start, npyHeaderBytes(prefix, file, array)), file, array);
  checkNpySize(header, entry.bytes, file, array);
  return rowsOf(header, file, start, pictures);
}

type ZipPlace = Extract<FeaturePlace, { kind: 'entry' }>;

async function zipEntries(file: string): Promise<Map<string, ZipPlace>> {
  try {
    const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
    const found = new Map<string, ZipPlace>();
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.replace(/\.npy$/, '');
      const { relativeOffsetOfLocalHeader: start, compressedSize: bytes, uncompressedSize: size } = entry;
      found.set(name, { kind: 'entry', file, name, start, bytes, size, deflated: entry.compressionMethod !== 0 });
    }
    zip.close();
    return found;
  } catch (error) {
    throw badArray(file, `it is no .npz file: ${(error as Error).message}`);
  }
}

/** The array of each picture, named by its id, its file name, or that without its ending. */
function byPicture<T>(file: string, byName: ReadonlyMap<string, T>, pictures: readonly PictureKeys[]): T[] {
  const keys = ['id', 'filename', 'name'] as const;
  const found = pictures.map((picture) => {
    const key = keys.find((each) => byName.has(picture[each]));
    return key === undefined ? undefined : byName.get(picture[key]);
  });
  const missing = pictures.filter((_, at) => found[at] === undefined);
  if (missing.length === 0) return found as T[];
  throw badArray(
    file,
    `it has no array for ${missing.length} of ${pictures.length} pictures, such as ${missing[0]?.id} (${missing[0]?.filename})`,
    'Name arrays by `cocoid` (else `imgid`) or by file name, or say with `array` which one has a row for each picture.',
  );
}
