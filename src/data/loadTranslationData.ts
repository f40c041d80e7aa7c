import { resolve } from 'node:path';
import type { FileRef } from '../experiment/data/fileRef.ts';
import type { TranslationDataSpec } from '../experiment/data/translation.ts';
import type { WordVectors } from '../objective/corpus.ts';
import { UserError } from '../userError.ts';
import { balanced } from './balancePairs.ts';
import { collectPairs, joinPairs, type Pairs } from './collectPairs.ts';
import { DataCache } from './dataCache.ts';
import type { EncodedSet, SetReport } from './encodedSet.ts';
import { encodeSet } from './encodeSet.ts';
import { type PresentFile, resolveFile } from './files.ts';
import { fingerprintWith, textsOf } from './fingerprint.ts';
import { tagIds, withTags } from './languageTags.ts';
import { learnVocabularies } from './learnVocabularies.ts';
import type { LoadOptions } from './loadOptions.ts';
import { readerOf } from './readers/registry.ts';
import { type SetName, type Sets, sameSeed } from './sets.ts';
import type { Vocabularies } from './vocabulary.ts';
import { loadVectors } from './wordVectors/loadVectors.ts';

/** Encoded texts and what they were encoded with. */
export interface EncodedData extends Vocabularies {
  sets: Sets<EncodedSet>;
  report: Sets<SetReport>;
}

export interface TranslationData extends EncodedData {
  /** Those of `data.vectors`, of the target vocabulary. */
  vectors?: WordVectors;
  /** As `dataFingerprint` gives it. */
  fingerprint: string;
}

/**
 * Everything that an experiment's `data` block stands for: downloads what is missing, reads the texts, learns or loads
 * the vocabularies and encodes the texts. Training examples longer than `maxLength` are skipped or truncated as the
 * block says; evaluation texts are truncated, never thinned out. Throws a `UserError` for whatever is wrong with a file.
 */
export async function loadTranslationData(data: TranslationDataSpec, options: LoadOptions): Promise<TranslationData> {
  const { folder, progress } = options;
  checkGenerated(data);
  const files = await resolveAll(data, options);
  const hash = async (ref: FileRef) => (files.get(ref) ?? (await resolveFile(ref, folder, progress))).sha256;
  const { vectors, ...texts } = data;
  // Other vectors leave the encoded texts as they are.
  const ofTexts = await fingerprintWith(texts, hash);
  const cache = new DataCache(texts, resolve(folder), ofTexts);
  const loaded = (await cache.read()) ?? (await encodeAndKeep(texts, files, options, cache));
  if (!vectors) return { ...loaded, fingerprint: ofTexts };
  const found = await loadVectors(vectors, pathOf(vectors.file, files), loaded.target, progress);
  return { ...loaded, fingerprint: await fingerprintWith(data, hash), vectors: found };
}

async function encodeAndKeep(
  texts: TranslationDataSpec,
  files: ReadonlyMap<FileRef, PresentFile>,
  options: LoadOptions,
  cache: DataCache,
): Promise<EncodedData> {
  const encoded = await readAndEncode(texts, files, options);
  await cache.write(encoded);
  return encoded;
}

const pathOf = (ref: FileRef, files: ReadonlyMap<FileRef, PresentFile>): string => files.get(ref)?.path ?? '';

async function readAndEncode(
  data: TranslationDataSpec,
  files: ReadonlyMap<FileRef, PresentFile>,
  options: LoadOptions,
): Promise<EncodedData> {
  const { progress } = options;
  const pairs = await collectSets(data, files, options);
  const learned = await learnVocabularies(data.subwords, pairs.get('train') as Pairs, options);
  const languages = [...pairs.values()].flatMap(({ groups = [] }) => [...new Set(groups)]);
  const vocabularies = withTags(learned, languages, data.tags);
  const tags = (pair: string) => tagIds(vocabularies.source, pair, data.tags);

  const encoded = [...pairs].map(([name, texts]) => {
    const longSentences = name === 'train' ? data.longSentences : 'truncate';
    return [
      name,
      encodeSet(texts, vocabularies, { name, maxLength: data.maxLength, longSentences, tags, progress }),
    ] as const;
  });
  const sets = Object.fromEntries(encoded.map(([name, { set }]) => [name, set])) as unknown as Sets<EncodedSet>;
  const report = Object.fromEntries(encoded.map(([name, each]) => [name, each.report])) as unknown as Sets<SetReport>;
  if (sets.train.sources.length === 0) throw allTooLong(data.maxLength, report.train);
  return { ...vocabularies, sets: { ...sets, train: balanced(sets.train, data.temperature) }, report };
}

/** Each set's text, of all language pairs together. */
async function collectSets(
  data: TranslationDataSpec,
  files: ReadonlyMap<FileRef, PresentFile>,
  { progress }: LoadOptions,
): Promise<Map<SetName, Pairs>> {
  const read = new Map<SetName, [string, Pairs][]>();
  for (const { set, languages, text } of textsOf(data)) {
    const paths = readerOf(text)
      .files(text)
      .map((ref) => pathOf(ref, files));
    const name = languages === undefined ? set : `${set} ${languages}`;
    const pairs = await collectPairs(text, paths, { name, badLines: data.badLines, progress });
    if (languages === undefined) read.set(set, [['', pairs]]);
    else read.set(set, [...(read.get(set) ?? []), [languages, pairs]]);
  }
  return new Map(
    [...read].map(([set, texts]) => [set, texts[0]?.[0] === '' ? (texts[0][1] as Pairs) : joinPairs(texts)]),
  );
}

/** All files of all texts by the reference that names them; downloads come first, before time is spent on reading. */
async function resolveAll(
  data: TranslationDataSpec,
  { folder, progress }: LoadOptions,
): Promise<Map<FileRef, PresentFile>> {
  const files = new Map<FileRef, PresentFile>();
  for (const { text } of textsOf(data)) {
    for (const ref of readerOf(text).files(text)) files.set(ref, await resolveFile(ref, folder, progress));
  }
  if (data.vectors) files.set(data.vectors.file, await resolveFile(data.vectors.file, folder, progress));
  return files;
}

/** Generated texts of one seed start alike, so that a model would be measured on what it was trained on. */
function checkGenerated(data: TranslationDataSpec): void {
  const clash = sameSeed(textsOf(data).map(({ set, text }) => [set, text] as const));
  if (clash === undefined) return;
  const { other, name, seed } = clash;
  throw new UserError(
    `the generated texts ${other} and ${name} have the same seed, ${seed}, and so the same sentences`,
    { fix: `Give \`${name}\` another \`seed\`.` },
  );
}

function allTooLong(maxLength: number, { read }: SetReport): UserError {
  return new UserError(`all ${read} training examples are longer than ${maxLength} tokens`, {
    fix: 'Raise `maxLength`, or set `longSentences: truncate`.',
  });
}
