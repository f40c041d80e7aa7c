import type { FileRef } from '../experiment/data/fileRef.ts';
import type { TextPair, TranslationDataSpec } from '../experiment/data/translation.ts';
import { contentHash } from './contentHash.ts';
import { hashOf } from './files.ts';
import { formatOf, readerOf } from './readers/registry.ts';
import { type SetName, setNames } from './sets.ts';

/** One of an experiment's texts. */
export interface NamedText {
  set: SetName;
  /** The language pair that it is of, where there are several. */
  languages?: string;
  text: TextPair;
}

/** The texts that an experiment has, in the order in which they are loaded. */
export function textsOf(data: TranslationDataSpec): NamedText[] {
  return setNames.flatMap((set): NamedText[] => {
    const given = data[set];
    if (given === undefined) return [];
    if (!('pairs' in given)) return [{ set, text: given }];
    return Object.entries(given.pairs).map(([languages, text]) => ({ set, languages, text }));
  });
}

/**
 * SHA-256 over what the data is: the bytes of all files that are read, and the settings that say which sentences are
 * taken from them. Paths do not count. A file that is still to be downloaded counts with the SHA-256 that it is to have.
 * Throws a `UserError` where a file is missing.
 */
export function dataFingerprint(data: TranslationDataSpec, { folder }: { folder: string }): Promise<string> {
  return fingerprintWith(data, (ref) => hashOf(ref, folder));
}

/** The fingerprint by hashes from elsewhere: where the files are read anyway. */
export async function fingerprintWith(
  data: TranslationDataSpec,
  hash: (ref: FileRef) => Promise<string>,
): Promise<string> {
  const content: unknown[] = [];
  const texts = textsOf(data);
  for (const { set, languages, text } of texts) {
    const reader = readerOf(text);
    const files: string[] = [];
    for (const ref of reader.files(text)) files.push(await hash(ref));
    content.push([set, formatOf(text), reader.settings(text), files, ...(languages === undefined ? [] : [languages])]);
  }
  const { subwords } = data;
  if (subwords.kind === 'tokenizer') {
    content.push(['tokenizer', await hash(subwords.source), await hash(subwords.target)]);
  }
  if (data.vectors) content.push(['vectors', await hash(data.vectors.file)]);
  return contentHash(content);
}
