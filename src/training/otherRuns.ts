import { dirname, resolve } from 'node:path';
import type { PlannedRun, RunSettings } from '../experiment/planRuns.ts';
import { referencesOf, referredId, withReferences } from '../experiment/runReferences.ts';
import { findRunById } from '../runs/findRuns.ts';
import { readRunFolder } from '../runs/readRun.ts';

/**
 * The settings with the folders of the runs that they refer to, or why one of those cannot be used yet. A variant's run
 * must be done; of a folder that the file names, its checkpoint is enough.
 */
export async function foldersOf(
  { settings, file }: PlannedRun & { file: string },
  runsFolder: string,
): Promise<{ settings: RunSettings } | { waits: string }> {
  const folders = new Map<string, string>();
  for (const reference of referencesOf(settings)) {
    const id = referredId(reference);
    const folder = id === undefined ? resolve(dirname(file), reference) : await findRunById(runsFolder, id);
    if (folder === undefined) return { waits: `the run ${id} that it needs is not in ${runsFolder}` };
    const { status } = id === undefined ? { status: 'done' } : (await readRunFolder(folder)).state;
    if (status !== 'done') return { waits: `the run ${folder} that it needs is not done` };
    folders.set(reference, folder);
  }
  return { settings: withReferences(settings, (reference) => folders.get(reference)!) };
}
