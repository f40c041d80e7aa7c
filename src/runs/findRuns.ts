import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Manifest, runFiles } from './events.ts';
import { readManifest } from './readRun.ts';

/** `PARENT/EXPERIMENT/RUN`, and two levels more for those who sort their runs into folders. */
const maxDepth = 4;

/** All run folders under `parent`, sorted by path. Unfinished ones (hidden) and unreadable folders are passed over. */
export async function listRuns(parent: string, depth = maxDepth): Promise<string[]> {
  if (existsSync(join(parent, runFiles.manifest))) return [parent];
  if (depth === 0) return [];
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const folders = entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !/^(\.|node_modules$)/.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return (await Promise.all(folders.map((name) => listRuns(join(parent, name), depth - 1)))).flat();
}

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
