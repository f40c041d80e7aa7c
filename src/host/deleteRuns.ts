import { basename, dirname, join } from 'node:path';
import { type LogOutputChannel, l10n, Uri, window, workspace } from 'vscode';
import { readTarget, type Target } from '../tree/target.ts';
import { registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { runsToActOn } from './pickRuns.ts';
import type { RunTree } from './runTree.ts';
import { tell } from './tell.ts';

/** For as long a deletion can be undone. Then the runs go to the trash. */
const undoMilliseconds = 60_000;

/** What is to be deleted stands beside its old place, under a name that readers of runs pass over. */
const prefix = '.deleted-';
const deletedName = (folder: string): string => join(dirname(folder), prefix + basename(folder));

/** The key that deletes knows no row, and asks for what is selected. */
const fromKey = (args: unknown[]): boolean => (args[0] as { selection?: unknown } | undefined)?.selection === true;

export function registerDeleteRuns(lab: Lab, tree: RunTree): void {
  registerCommands(lab, {
    delete: (...args) => deleteRuns(lab, readTarget(fromKey(args) ? tree.selection() : args)),
  });
}

async function deleteRuns(lab: Lab, target: Target): Promise<void> {
  const { index } = await lab.followed();
  const states = ['pending', 'crashed', 'done', 'stopped', 'failed'] as const;
  const folders = (await runsToActOn(index, target, { title: l10n.t('Delete'), states, many: true })).map(
    ({ folder }) => folder,
  );
  if (folders.length === 0 || !(await confirm(folders))) return;
  for (const folder of folders) {
    await move(folder, deletedName(folder));
    undoable.add(deletedName(folder));
  }
  await index.refresh();
  if (await wantsUndo(folders.length)) {
    for (const folder of folders) await move(deletedName(folder), folder);
    await index.refresh();
  }
  for (const folder of folders) undoable.delete(deletedName(folder));
  await empty(lab.log, new Set(folders.map(dirname)));
}

/** Deleted folders that this window may still bring back. */
const undoable = new Set<string>();

async function confirm(folders: string[]): Promise<boolean> {
  const [first] = folders as [string];
  const remove = l10n.t('Delete');
  const message =
    folders.length === 1 ? l10n.t('Delete the run {0}?', basename(first)) : l10n.t('Delete {0} runs?', folders.length);
  const detail = l10n.t(
    'Curves, samples and checkpoints go with it. You can undo this for a minute; then it goes to the trash, where there is one.',
  );
  return (await window.showWarningMessage(message, { modal: true, detail }, remove)) === remove;
}

/** Whether the person thinks better of it in time. */
async function wantsUndo(count: number): Promise<boolean> {
  const undo = l10n.t('Undo');
  const message = count === 1 ? l10n.t('Deleted 1 run.') : l10n.t('Deleted {0} runs.', count);
  const timeout = new Promise<undefined>((done) => setTimeout(done, undoMilliseconds, undefined).unref());
  const shown = tell(message, undo);
  return (await Promise.race([shown, timeout])) === undo;
}

/**
 * What was deleted in these folders, also by a window that was closed since, goes into the trash; for good where the
 * file system has none, as on a server.
 */
async function empty(log: LogOutputChannel, parents: Iterable<string>): Promise<void> {
  for (const parent of parents) {
    const entries = await workspace.fs.readDirectory(Uri.file(parent));
    const deleted = entries.map(([name]) => join(parent, name)).filter((path) => basename(path).startsWith(prefix));
    for (const folder of deleted) if (!undoable.has(folder)) await discard(log, folder);
  }
}

async function discard(log: LogOutputChannel, folder: string): Promise<void> {
  const uri = Uri.file(folder);
  try {
    await workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch (error) {
    log.info(`No trash for ${folder}, which is deleted for good: ${error}`);
    await workspace.fs.delete(uri, { recursive: true });
  }
}

const move = (from: string, to: string): Thenable<void> =>
  workspace.fs.rename(Uri.file(from), Uri.file(to), { overwrite: true });
