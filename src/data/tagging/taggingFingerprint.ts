import type { TaggedTextSpec, TaggingDataSpec } from '../../experiment/data/tagging.ts';
import { contentHash } from '../contentHash.ts';
import { hashOf } from '../files.ts';
import type { LoadOptions } from '../loadOptions.ts';
import { setNames } from '../sets.ts';
import { toyEntitiesVersion } from '../toyEntities/toySentences.ts';

/**
 * SHA-256 over what the data is: the bytes of its files, and the settings that say what is taken from them. Paths do not
 * count. Throws a `UserError` where a file is missing.
 */
export async function taggingFingerprint(data: TaggingDataSpec, { folder }: LoadOptions): Promise<string> {
  const content: unknown[] = [data.scheme, data.words, data.maxLength];
  for (const name of setNames) {
    const text = data[name];
    if (text) content.push([name, await ofText(text, folder)]);
  }
  return contentHash(content);
}

async function ofText(text: TaggedTextSpec, folder: string): Promise<unknown[]> {
  if ('generate' in text) return [text.generate, text.sentences, text.seed, toyEntitiesVersion];
  const { word, tag, scheme, comments, part } = text;
  return [await hashOf(text.file, folder), word, tag, scheme, comments ?? null, part?.from ?? 0, part?.to ?? 1];
}
