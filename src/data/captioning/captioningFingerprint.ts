import { createHash, type Hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CaptioningDataSpec, FeaturesSpec, KarpathySpec } from '../../experiment/data/captioning.ts';
import { contentHash } from '../contentHash.ts';
import { hashOf, resolveFile } from '../files.ts';
import type { LoadOptions } from '../loadOptions.ts';
import { fileError } from '../readers/lines.ts';
import { fileOf } from './features/openFeatures.ts';
import { readBytes } from './features/readArray.ts';
import { readKarpathy } from './karpathy.ts';
import { scenesVersion } from './scenes/scenePictures.ts';

/** Features of larger files are told apart by their size and by samples of their bytes: reading all takes too long. */
const largeFile = 2 ** 31;
const samples = 64;
const sampleBytes = 2 ** 16;

/**
 * SHA-256 over what the data is: the bytes of its files, and the settings that say what is taken from them. Paths do not
 * count. Of features with a file for each picture, and of files over 2 GiB, sizes and samples count.
 */
export async function captioningFingerprint(data: CaptioningDataSpec, options: LoadOptions): Promise<string> {
  const { pictures, vectors, minimumCount, maxLength, captionsPerPicture } = data;
  const content: unknown[] = [minimumCount, maxLength, captionsPerPicture ?? null];
  if ('generate' in pictures) content.push({ ...pictures, scenesVersion });
  else content.push(await ofKarpathy(pictures, options));
  if (vectors) content.push(['vectors', 'file' in vectors ? await hashOf(vectors.file, options.folder) : vectors]);
  return contentHash(content);
}

async function ofKarpathy(spec: KarpathySpec, options: LoadOptions): Promise<unknown[]> {
  const { captions, restval, mostRegions = null, normalise, fc, regions } = spec;
  const of = async (features: FeaturesSpec | undefined) => features && (await ofFeatures(features, captions, options));
  const hash = await hashOf(captions, options.folder);
  return [hash, restval, mostRegions, normalise, (await of(fc)) ?? null, (await of(regions)) ?? null];
}

async function ofFeatures(spec: FeaturesSpec, captions: KarpathySpec['captions'], options: LoadOptions) {
  const array = spec.array ?? null;
  if ('files' in spec) return [array, await ofFolder(spec, captions, options)];
  const path = typeof spec.file === 'string' ? spec.file : spec.file.path;
  const isLarge = typeof spec.file === 'string' && (sizeOf(resolve(options.folder, path)) ?? 0) > largeFile;
  return [array, isLarge ? ofSamples(resolve(options.folder, path)) : await hashOf(spec.file, options.folder)];
}

/** Sizes of all files, and the bytes of some. */
async function ofFolder(
  spec: Extract<FeaturesSpec, { files: string }>,
  captions: KarpathySpec['captions'],
  options: LoadOptions,
): Promise<string> {
  const { path } = await resolveFile(captions, options.folder, options.progress);
  const hash = createHash('sha256');
  const files = (await readKarpathy(path, 'train')).map(({ keys }) => fileOf(spec, keys, options.folder));
  const every = Math.max(1, Math.floor(files.length / samples));
  files.forEach((file, at) => {
    const size = sizeOf(file) ?? -1; // features of pictures that are left out need not be there
    hash.update(`${size}\n`);
    if (at % every === 0 && size > 0) addSample(hash, file, 0, size);
  });
  return hash.digest('hex');
}

function ofSamples(file: string): string {
  const size = sizeOf(file) ?? 0;
  const hash = createHash('sha256').update(`${size}\n`);
  for (let sample = 0; sample < samples; sample++)
    addSample(hash, file, Math.floor(((size - sampleBytes) * sample) / (samples - 1)), sampleBytes);
  return hash.digest('hex');
}

const addSample = (hash: Hash, file: string, start: number, bytes: number): void => {
  hash.update(readBytes(file, start, Math.min(bytes, sampleBytes)));
};

/** Undefined where there is no such file. */
function sizeOf(file: string): number | undefined {
  try {
    return statSync(file).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw fileError(error, file);
  }
}
