import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { type LogOutputChannel, l10n, type Memento, Uri, window, workspace } from 'vscode';
import { readTarget, type Target } from '../tree/target.ts';
import { registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { tellFailure } from './log.ts';
import { runsToActOn } from './pickRuns.ts';
import type { RunTree } from './runTree.ts';
import { tell } from './tell.ts';

/** For as long a deletion can be undone. Then the runs go to the trash. */
const undoMilliseconds = 60_000;

/** Deleted folders that have not gone to the trash yet, kept by VS Code: a window may be closed meanwhile. */
const stateKey = 'runs.deleted';

interface Deleted {
  /** Where the run stood. */
  folder: string;
  /** Where it stands now: beside its old place, under a name that readers of runs pass over. */
  aside: string;
}

const asideOf = (folder: string): string =>
  join(dirname(folder), `.deleted-${randomBytes(4).toString('hex')}-${basename(folder)}`);

/** The key that deletes knows no row, and asks for what is selected. */
const fromKey = (args: unknown[]): boolean => (args[0] as { selection?: unknown } | undefined)?.selection === true;

export function registerDeleteRuns(lab: Lab, tree: RunTree): void {
  const left = lab.context.workspaceState.get<string[]>(stateKey, []);
  discard(lab, left).catch((error) => tellFailure(lab.log, error));
  registerCommands(lab, {
    delete: (...args) => deleteRuns(lab, readTarget(fromKey(args) ? tree.selection() : args)),
  });
}

async function deleteRuns(lab: Lab, target: Target): Promise<void> {
  const { index } = await lab.followed();
  const states = ['pending', 'crashed', 'done', 'stopped', 'failed'] as const;
  const runs = await runsToActOn(index, target, { title: l10n.t('Delete'), states, many: true });
  const folders = runs.map(({ folder }) => folder);
  if (folders.length === 0 || !(await confirm(folders))) return;
  // One may have been resumed while the question stood there.
  const idle = folders.filter((folder) => index.run(folder)?.state.status !== 'running');
  const deleted = await moveAside(lab, idle);
  await index.refresh();
  if (deleted.length === 0) return;
  const aside = deleted.map((each) => each.aside);
  if (!(await wantsUndo(deleted.length))) return await discard(lab, aside);
  // Forgotten first: what cannot be put back is not to go to the trash either.
  await forget(lab.context.workspaceState, aside);
  for (const each of deleted) await move(each.aside, each.folder);
  await index.refresh();
}

/** Answers with those that could be moved; the person is told of the first that could not. */
async function moveAside(lab: Lab, folders: string[]): Promise<Deleted[]> {
  const { workspaceState } = lab.context;
  const deleted: Deleted[] = [];
  try {
    for (const folder of folders) {
      const aside = asideOf(folder);
      await workspaceState.update(stateKey, [...workspaceState.get<string[]>(stateKey, []), aside]);
      await move(folder, aside);
      deleted.push({ folder, aside });
    }
  } catch (error) {
    void tellFailure(lab.log, error);
  }
  return deleted;
}

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

/** Into the trash; for good where the file system has none, as on a server. What is not there any more is forgotten. */
async function discard(lab: Lab, folders: string[]): Promise<void> {
  for (const folder of folders) {
    if (await exists(folder)) await remove(lab.log, folder);
    await forget(lab.context.workspaceState, [folder]);
  }
}

async function forget(state: Memento, folders: string[]): Promise<void> {
  const left = state.get<string[]>(stateKey, []).filter((each) => !folders.includes(each));
  await state.update(stateKey, left);
}

async function remove(log: LogOutputChannel, folder: string): Promise<void> {
  const uri = Uri.file(folder);
  try {
    await workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch (error) {
    log.info(`No trash for ${folder}, which is deleted for good: ${error}`);
    await workspace.fs.delete(uri, { recursive: true });
  }
}

const exists = (folder: string): Thenable<boolean> =>
  workspace.fs.stat(Uri.file(folder)).then(
    () => true,
    () => false,
  );

/** What stands at the new place stays: a run may have been trained anew where a deleted one was. */
const move = (from: string, to: string): Thenable<void> =>
  workspace.fs.rename(Uri.file(from), Uri.file(to), { overwrite: false });
