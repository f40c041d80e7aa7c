import type { ClassificationDataSpec, LabelledPictures } from '../../experiment/data/classification.ts';
import { nearestName } from '../../nearestName.ts';
import { UserError } from '../../userError.ts';
import { contentHash } from '../contentHash.ts';
import { hashOf, resolveFile } from '../files.ts';
import type { LoadOptions } from '../loadOptions.ts';
import { permutation } from '../random.ts';
import { type SetName, type Sets, sameSeed } from '../sets.ts';
import { measureNormalisation, type Normalisation } from './normalisation.ts';
import { type PictureSet, type PictureShape, selectPictures } from './pictureSet.ts';
import type { ReadPictures } from './readers/pictureReader.ts';
import { pictureFormatOf, pictureReaderOf } from './readers/registry.ts';

export interface ClassificationData {
  sets: Sets<PictureSet>;
  /** Names by number. */
  classes: string[];
  shape: PictureShape;
  normalisation: Normalisation;
  fingerprint: string;
}

/** The sets that have pictures of their own. */
const setsOf = ({ train, valid, test }: ClassificationDataSpec): [SetName, LabelledPictures][] => [
  ['train', train],
  ...('share' in valid ? [] : [['valid', valid] as [SetName, LabelledPictures]]),
  ...(test ? [['test', test] as [SetName, LabelledPictures]] : []),
];

/** SHA-256 over the bytes of all files and the settings that say what is taken from them. Paths do not count. */
export async function picturesFingerprint(data: ClassificationDataSpec, { folder }: LoadOptions): Promise<string> {
  const content: unknown[] = [];
  for (const [set, spec] of setsOf(data)) {
    const reader = pictureReaderOf(spec);
    const files: [string, string][] = [];
    for (const { ref, as } of reader.files(spec, folder)) files.push([as, await hashOf(ref, folder)]);
    content.push([set, pictureFormatOf(spec), reader.settings(spec), files]);
  }
  content.push('share' in data.valid ? data.valid : null, data.classes ?? null, data.normalise ?? null);
  return contentHash(content);
}

/** All pictures that a `data` block stands for. Throws a `UserError` for whatever is wrong with a file. */
export async function loadPictures(data: ClassificationDataSpec, options: LoadOptions): Promise<ClassificationData> {
  checkGenerated(data);
  const read = new Map<SetName, ReadPictures>();
  for (const [set, spec] of setsOf(data)) read.set(set, await readPictures(set, spec, options));
  const all = read.get('train') as ReadPictures;
  const classes = classNames(all.classes, data.classes);
  const fitted = new Map([...read].map(([name, set]) => [name, fit(name, set, all, classes)]));
  const train = fitted.get('train') as PictureSet;
  const sets = 'share' in data.valid ? holdOut(train, data.valid) : { train, valid: fitted.get('valid') as PictureSet };
  const { channels } = all.shape;
  const normalisation = data.normalise ?? measureNormalisation(sets.train);
  for (const key of ['mean', 'deviation'] as const)
    if (normalisation[key].length !== channels)
      throw new UserError(
        `data.normalise.${key} has ${normalisation[key].length} numbers, the pictures ${channels} channels`,
      );
  const test = fitted.get('test');
  const fingerprint = await picturesFingerprint(data, options);
  return { sets: { ...sets, ...(test && { test }) }, classes, shape: all.shape, normalisation, fingerprint };
}

async function readPictures(set: SetName, spec: LabelledPictures, options: LoadOptions): Promise<ReadPictures> {
  const { folder, progress } = options;
  const reader = pictureReaderOf(spec);
  const files = reader.files(spec, folder);
  const paths: string[] = [];
  for (const { ref } of files) paths.push((await resolveFile(ref, folder, progress)).path);
  progress?.({ stage: 'reading', name: set, done: 0 });
  const read = await reader.read(spec, paths, files);
  progress?.({ stage: 'reading', name: set, done: read.names.length, total: read.names.length });
  return read;
}

/** Names of classes are outputs of one word: what stands between words is written `_`. */
const asWord = (name: string): string => name.trim().replace(/\s+/g, '_');

/** The classes of the training pictures, or the names that are given for them. */
function classNames(found: readonly string[], given: readonly string[] | undefined): string[] {
  if (given === undefined) {
    if (found.length > 1) return found.map(asWord);
    throw new UserError(`all training pictures are of one class, ${found[0]}`, {
      fix: 'Give pictures of two or more.',
    });
  }
  const twice = given.find((name, at) => given.indexOf(name) < at);
  if (twice !== undefined) throw new UserError(`data.classes names ${twice} twice`);
  if (given.length >= found.length) return given.map(asWord);
  throw new UserError(
    `data.classes has ${given.length} names, and the training pictures are of ${found.length} classes`,
    {
      fix: 'Name all of them, in the order of their numbers.',
    },
  );
}

/** A set whose labels are numbers of the training set's classes. */
function fit(name: SetName, set: ReadPictures, train: ReadPictures, classes: readonly string[]): PictureSet {
  const sides = ({ shape: { height, width, channels } }: PictureSet) => `${height} × ${width} × ${channels}`;
  if (sides(set) !== sides(train))
    throw new UserError(`the pictures of ${name} are ${sides(set)}, those of train ${sides(train)}`);
  const numbers = set.classes.map((className) => train.classes.indexOf(className));
  const { labels, ...rest } = set;
  const fitted = labels.map((label) => numbers[label] as number);
  const unknown = fitted.findIndex((label) => label < 0 || label >= classes.length);
  if (unknown < 0) return { shape: rest.shape, pixels: rest.pixels, names: rest.names, labels: fitted };
  const className = set.classes[labels[unknown] as number] as string;
  const near = nearestName(className, train.classes);
  throw new UserError(
    `${name}: ${rest.names[unknown]} is of the class ${className}, of which there is no training picture`,
    {
      fix: near === undefined ? undefined : `Did you mean ${near}?`,
    },
  );
}

/** Some of the training pictures, by chance, are measured instead. */
function holdOut(all: PictureSet, { share, seed }: { share: number; seed: number }) {
  const count = all.labels.length;
  const held = Math.round(share * count);
  if (held === 0 || held === count)
    throw new UserError(
      `data.valid.share is ${share}: of ${count} pictures it leaves none to ${held === 0 ? 'measure' : 'train on'}`,
    );
  const order = permutation(seed, 'pictures that are held out', 0, count);
  return {
    valid: selectPictures(all, order.slice(0, held).sort()),
    train: selectPictures(all, order.slice(held).sort()),
  };
}

/** Generated pictures of one seed start alike. */
function checkGenerated(data: ClassificationDataSpec): void {
  const clash = sameSeed(setsOf(data));
  if (clash === undefined) return;
  const { other, name, seed } = clash;
  throw new UserError(`the generated pictures ${other} and ${name} have the same seed, ${seed}, and so are the same`, {
    fix: `Give \`${name}\` another \`seed\`.`,
  });
}
