import type {
  CaptioningDataSpec,
  CaptionVectorsSpec,
  KarpathySpec,
  PicturesSpec,
} from '../../experiment/data/captioning.ts';
import type { WordVectors } from '../../objective/corpus.ts';
import { UserError } from '../../userError.ts';
import { resolveFile } from '../files.ts';
import type { LoadOptions } from '../loadOptions.ts';
import { type Sets, setNames } from '../sets.ts';
import type { WordVocabulary } from '../vocabularies/words.ts';
import { loadVectors } from '../wordVectors/loadVectors.ts';
import { trainGlove } from '../wordVectors/trainGlove.ts';
import { captioningFingerprint } from './captioningFingerprint.ts';
import { type CaptionReport, type CaptionSet, captionSet, captionVocabulary } from './captionSets.ts';
import type { PictureFeatures } from './features/featureTable.ts';
import { openFeatures } from './features/openFeatures.ts';
import { readKarpathy } from './karpathy.ts';
import type { Picture } from './picture.ts';
import { scenePictures, scenesFeatures } from './scenes/scenePictures.ts';

export interface CaptioningData {
  sets: Sets<CaptionSet>;
  report: Sets<CaptionReport>;
  target: WordVocabulary;
  vectors?: WordVectors;
  features: PictureFeatures;
  fingerprint: string;
}

/**
 * Everything that a captioning experiment's `data` block stands for. Features stay where they are until a batch needs
 * them. Throws a `UserError` for whatever is wrong with a file.
 */
export async function loadCaptioningData(data: CaptioningDataSpec, options: LoadOptions): Promise<CaptioningData> {
  const { pictures, features } = await readPictures(data.pictures, options);
  const target = captionVocabulary(pictures, data);
  const made = setNames
    .filter((name) => name !== 'test' || pictures.some(({ set }) => set === name))
    .map((name) => [name, captionSet(pictures, name, target, data)] as const);
  for (const [name, { set }] of made) requirePictures(name, set, data.pictures);
  const sets = Object.fromEntries(made.map(([name, { set }]) => [name, set])) as unknown as Sets<CaptionSet>;
  const vectors = data.vectors && (await vectorsOf(data.vectors, sets.train, target, options));
  return {
    sets,
    report: Object.fromEntries(made.map(([name, { report }]) => [name, report])) as unknown as Sets<CaptionReport>,
    ...{ target, features },
    ...(vectors && { vectors }),
    fingerprint: await captioningFingerprint(data, options),
  };
}

async function vectorsOf(
  spec: CaptionVectorsSpec,
  { targets }: CaptionSet,
  target: WordVocabulary,
  { folder, progress }: LoadOptions,
): Promise<WordVectors> {
  if ('train' in spec)
    return trainGlove(targets, target.size, spec, (done) =>
      progress?.({ stage: 'learning vectors', name: 'training captions', done, total: spec.epochs }),
    );
  const { path } = await resolveFile(spec.file, folder, progress);
  return await loadVectors(spec, path, target, progress);
}

async function readPictures(
  spec: PicturesSpec,
  options: LoadOptions,
): Promise<{ pictures: Picture[]; features: PictureFeatures }> {
  if ('generate' in spec) return { pictures: scenePictures(spec), features: scenesFeatures(spec) };
  return await readKarpathyPictures(spec, options);
}

async function readKarpathyPictures(spec: KarpathySpec, options: LoadOptions) {
  const { path } = await resolveFile(spec.captions, options.folder, options.progress);
  options.progress?.({ stage: 'reading', name: path, done: 0 });
  const pictures = await readKarpathy(path, spec.restval);
  const keys = pictures.map((picture) => picture.keys);
  const open = (name: 'fc' | 'regions') =>
    spec[name] && openFeatures(name, spec[name], { ...options, pictures: keys, most: spec.mostRegions });
  const [fc, regions] = [await open('fc'), await open('regions')];
  const features: PictureFeatures = {
    tables: { ...(fc && { fc }), ...(regions && { regions }) },
    averages: fc === undefined,
    normalise: spec.normalise,
    names: pictures.map(({ name }) => name),
  };
  return { pictures, features };
}

function requirePictures(name: string, { pictures }: CaptionSet, spec: PicturesSpec): void {
  if (pictures.length > 0 || 'generate' in spec) return;
  const { captions } = spec;
  throw new UserError(`there are no pictures of the set ${name}`, {
    position: { file: typeof captions === 'string' ? captions : captions.path },
    fix: 'Pictures need the `split` train, val (which is measured while training) or test.',
  });
}
