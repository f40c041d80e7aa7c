import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { version } from '../../package.json';
import { cacheFolder } from '../engine/install/cacheFolder.ts';
import { canonicalJson } from '../experiment/canonicalJson.ts';
import type { TranslationDataSpec } from '../experiment/data/translation.ts';
import type { EncodedSet } from './encodedSet.ts';
import type { EncodedData } from './loadTranslationData.ts';
import { type PackedPairs, packPairs, unpackPairs } from './packedPairs.ts';
import { type VocabulariesJson, vocabulariesFromJson, vocabulariesToJson } from './vocabulary.ts';

/** Raised when what is made of the same data has changed. */
const format = 1;
/** Below this many examples, making everything anew is as fast. */
const fewestExamples = 5_000;
const mostFiles = 6;
const digestBytes = 32;

interface StoredSet {
  pairs: PackedPairs;
  sourceTexts: string[];
  references: string[];
  groups?: string[];
}

interface Stored {
  vocabularies: VocabulariesJson;
  sets: Record<string, StoredSet>;
  report: EncodedData['report'];
}

/**
 * Learned vocabularies and encoded texts, kept in the cache folder so that a second run of the same data starts in a
 * moment. The name of a file is a hash of everything that it depends on, and it begins with a hash of its content.
 */
export class DataCache {
  private readonly path: string;

  /** `folder` is what the data's paths are relative to: reports name files. */
  constructor(data: TranslationDataSpec, folder: string, fingerprint: string) {
    const key = canonicalJson({ format, version, data, folder, fingerprint });
    this.path = join(dataFolder(), `${createHash('sha256').update(key).digest('hex')}.data`);
  }

  /** Undefined where there is nothing, or nothing that is whole. */
  async read(): Promise<EncodedData | undefined> {
    if (!existsSync(this.path)) return undefined;
    try {
      const bytes = await readFile(this.path);
      const content = bytes.subarray(digestBytes);
      if (!bytes.subarray(0, digestBytes).equals(digest(content))) return undefined;
      const { vocabularies, sets, report } = deserialize(content) as Stored;
      await utimes(this.path, new Date(), new Date());
      const restored = Object.entries(sets).map(([name, set]) => [name, fromStored(set)]);
      return {
        ...vocabulariesFromJson(vocabularies),
        ...{ sets: Object.fromEntries(restored) as EncodedData['sets'], report },
      };
    } catch {
      // Whatever is wrong with it, everything can be made anew.
      return undefined;
    }
  }

  /** Keeps the data, unless that is not worth it or the disk refuses. */
  async write(data: EncodedData): Promise<void> {
    if (data.sets.train.sources.length < fewestExamples) return;
    try {
      const sets = Object.fromEntries(Object.entries(data.sets).map(([name, set]) => [name, toStored(set)]));
      const stored: Stored = { vocabularies: vocabulariesToJson(data), sets, report: data.report };
      const content = serialize(stored);
      await mkdir(dataFolder(), { recursive: true });
      const unfinished = `${this.path}.${process.pid}.new`;
      await writeFile(unfinished, Buffer.concat([digest(content), content]));
      await rename(unfinished, this.path);
      await removeOldest();
    } catch {
      // A cache that cannot be written to costs time and nothing else.
    }
  }
}

const dataFolder = (): string => join(cacheFolder(), 'data');

const digest = (content: Uint8Array): Buffer => createHash('sha256').update(content).digest();

const toStored = (set: EncodedSet): StoredSet => ({
  pairs: packPairs(set),
  sourceTexts: set.sourceTexts,
  references: set.references,
  ...(set.groups && { groups: set.groups }),
});

function fromStored({ pairs, ...texts }: StoredSet): EncodedSet {
  const { sources, targets } = unpackPairs(pairs);
  return { sources: [...sources], targets: [...targets], ...texts };
}

/** Also removes what a process that was killed has left unfinished, in its turn. */
async function removeOldest(): Promise<void> {
  const paths = (await readdir(dataFolder())).map((name) => join(dataFolder(), name));
  const dated = await Promise.all(paths.map(async (path) => ({ path, used: (await stat(path)).mtimeMs })));
  const oldest = dated.sort((a, b) => b.used - a.used).slice(mostFiles);
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true })));
}
