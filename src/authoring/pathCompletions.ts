import { isAbsolute, join, relative } from 'node:path';
import { quotedIfNeeded } from '../experiment/flowText.ts';
import { alternatives } from '../experiment/jsonSchema.ts';
import { type Completion, completionFor } from './completionItem.ts';
import type { Cursor } from './cursor.ts';
import { escaped } from './describeSchema.ts';
import { schemasFor } from './schemaAt.ts';
import { literal } from './snippetText.ts';

export interface FolderEntry {
  name: string;
  isFolder: boolean;
}

export interface KnownRun {
  folder: string;
  experiment: string;
  variant: string;
  seed: number;
  /** Its best score, for people. */
  result?: string;
}

/** What lies outside of the text. */
export interface Surroundings {
  /** The folder of the experiment file. */
  folder: string;
  /** What the included files say, as plain data. */
  included?: unknown;
  listFolder(path: string): Promise<readonly FolderEntry[]>;
  runs(): Promise<readonly KnownRun[]>;
}

/** Files, folders and runs, where a value names such. */
export async function pathCompletions(cursor: Cursor, around: Surroundings): Promise<Completion[]> {
  if (cursor.path[0] === 'include') return files(cursor, around, (name) => /\.ya?ml$/i.test(name));
  const named = schemasFor(cursor.path, cursor.document)
    .flatMap(alternatives)
    .map((form) => form['x-refersTo']);
  if (named.every((refersTo) => refersTo === undefined)) return [];
  const isRun = named.includes('run') || named.includes('variant');
  return [...(isRun ? await runs(cursor, around) : []), ...(await files(cursor, around, () => named.includes('file')))];
}

/** The entries of the folder that is typed so far; those whose names begin with a dot are for those who type it. */
async function files(
  cursor: Cursor,
  { folder, listFolder }: Surroundings,
  wanted: (name: string) => boolean,
): Promise<Completion[]> {
  const parent = cursor.typed.slice(0, cursor.typed.lastIndexOf('/') + 1);
  const entries = await listFolder(isAbsolute(parent) ? parent : join(folder, parent));
  const begun = cursor.typed.slice(parent.length);
  return entries
    .filter(({ name, isFolder }) => (isFolder || wanted(name)) && name.startsWith('.') === begun.startsWith('.'))
    .map(({ name, isFolder }) => {
      const path = `${parent}${name}${isFolder ? '/' : ''}`;
      return completionFor(cursor, {
        ...{ label: isFolder ? `${name}/` : name, kind: isFolder ? 'folder' : 'file', filter: path, again: isFolder },
        ...{ insert: insertedPath(cursor, path), sort: isFolder ? '31' : '30' },
      });
    });
}

async function runs(cursor: Cursor, around: Surroundings): Promise<Completion[]> {
  const known = await around.runs();
  return known.map(({ folder, experiment, variant, seed, result }) => {
    const path = relative(around.folder, folder).replaceAll('\\', '/');
    const about = [experiment, result].filter((part) => part !== undefined).join(' · ');
    return completionFor(cursor, {
      ...{ label: path, kind: 'run', insert: insertedPath(cursor, path), sort: '29', filter: path },
      ...{ detail: `${variant} seed ${seed}`, documentation: escaped(about) },
    });
  });
}

/** A path in quotes where YAML needs them. */
function insertedPath({ quoted, needsSpace }: Cursor, path: string): string {
  const text = quoted ? path.replace(/["\\]/g, '\\$&') : quotedIfNeeded(path);
  return `${needsSpace ? ' ' : ''}${literal(text)}`;
}
