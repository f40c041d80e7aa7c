import { dirname, resolve, sep } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { Disposable, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { ParsedWithIncludes } from '../authoring/parseWithIncludes.ts';
import { localFiles } from '../experiment/localFiles.ts';
import { missingFile, withMissingFiles } from '../experiment/missingFiles.ts';
import type { ParsedExperiment } from '../experiment/parseExperiment.ts';

/** How long a disk may take to tell which of the named files are there. None counts as missing then. */
const diskMilliseconds = 1000;

/** The experiment with what it names and is not there. Nothing is trained where files are on no disk, or in no folder. */
export async function lookForNamed(parsed: ParsedWithIncludes, { scheme, fsPath }: Uri): Promise<ParsedWithIncludes> {
  if (scheme !== 'file') return parsed;
  const looked = withMissingFiles(parsed, { folder: dirname(fsPath), files: localFiles });
  return await Promise.race([looked, later(diskMilliseconds, parsed)]);
}

interface Naming extends Pick<ParsedExperiment, 'names' | 'problems'> {
  document: TextDocument;
}

/** Tells of the experiments that name something which has come or gone, in the workspace or perhaps elsewhere. */
export function watchNamed(
  experiments: () => readonly Naming[],
  changed: (document: TextDocument) => void,
): Disposable {
  const watcher = workspace.createFileSystemWatcher('**/*', false, true, false);
  const tellIf = (isMeant: (experiment: Naming) => boolean): void => {
    for (const experiment of experiments()) if (isMeant(experiment)) changed(experiment.document);
  };
  const touch = (uri: Uri): void => tellIf((experiment) => names(experiment, uri));
  return Disposable.from(
    watcher,
    watcher.onDidCreate(touch),
    watcher.onDidDelete(touch),
    // What lies outside of the workspace is not watched; who made it in another program comes back from there.
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) tellIf(({ problems }) => problems.some(({ code }) => code === missingFile));
    }),
  );
}

/** Whether an experiment names a file or folder, or something in that. */
function names({ names: all, document }: Naming, { fsPath }: Uri): boolean {
  const folder = dirname(document.uri.fsPath);
  return all.some(({ path }) => `${resolve(folder, path)}${sep}`.startsWith(`${fsPath}${sep}`));
}
