import { access, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Manifest, runFiles } from './events.ts';
import { readManifest } from './readRun.ts';

/** `PARENT/EXPERIMENT/RUN`, and two levels more for those who sort their runs into folders. */
const maxDepth = 4;

/** For those who look again and again. */
export interface RunSearch {
  /** Runs that were found before: they are not looked into. */
  isKnown?(folder: string): boolean;
  /** Told of every folder that is looked through, in which new runs can appear. */
  onFolder?(folder: string): void;
}

/** All run folders under `parent`, sorted by path. Unfinished ones (hidden) and unreadable folders are passed over. */
export async function listRuns(parent: string, search: RunSearch = {}, depth = maxDepth): Promise<string[]> {
  if (search.isKnown?.(parent) || (await exists(join(parent, runFiles.manifest)))) return [parent];
  if (depth === 0) return [];
  search.onFolder?.(parent);
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const folders = entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !/^(\.|node_modules$)/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return (await Promise.all(folders.map((name) => listRuns(join(parent, name), search, depth - 1)))).flat();
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Where an experiment's runs are kept unless the user says otherwise: for the command line and the editor alike. */
export const defaultRunsFolder = (experimentFile: string): string => join(dirname(resolve(experimentFile)), 'runs');

/** The newest run of each identity. */
export async function runsById(parent: string): Promise<Map<string, string>> {
  const folders = await listRuns(parent);
  const found = await Promise.all(
    folders.map(async (folder) => ({ folder, manifest: await readManifest(folder).catch(() => undefined) })),
  );
  const createdAt = ({ manifest }: { manifest?: Manifest }) => manifest?.createdAt ?? '';
  const oldestFirst = found.sort((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1));
  return new Map(oldestFirst.flatMap(({ folder, manifest }) => (manifest ? [[manifest.id, folder]] : [])));
}

/** The newest run with this identity, or undefined. */
export const findRunById = async (parent: string, id: string): Promise<string | undefined> =>
  (await runsById(parent)).get(id);
