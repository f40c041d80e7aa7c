import { l10n, Range, Uri, window, workspace } from 'vscode';
import type { Problem } from '../experiment/problem.ts';
import type { ExperimentSpec } from '../experiment/schema.ts';
import type { Lab } from './lab.ts';
import { labelText } from './plainText.ts';
import { findExperiments, isExperiment } from './roots.ts';
import { tell, tellError } from './tell.ts';

/** The file that was named, or the one being edited, or the one that the person picks. Undefined: none. */
export async function chooseExperiment(named?: string): Promise<Uri | undefined> {
  if (named !== undefined) return Uri.parse(named);
  const active = window.activeTextEditor?.document.uri;
  if (active && isExperiment(active)) return active;
  const files = await findExperiments();
  if (files.length < 2) {
    if (files.length === 0) {
      void tell(l10n.t('There is no file named *.experiment.yaml in this workspace.'));
    }
    return files[0];
  }
  const items = files.map((uri) => ({ uri, label: labelText(workspace.asRelativePath(uri)) }));
  items.sort((a, b) => a.label.localeCompare(b.label));
  const picked = await window.showQuickPick(items, { title: l10n.t('Experiment File') });
  return picked?.uri;
}

/**
 * The experiment as its file says now: what is not saved yet is saved, since the trainer reads the file. Undefined once
 * the person was told what is wrong with it.
 */
export async function readExperiment(lab: Lab, uri: Uri, { running = true } = {}): Promise<ExperimentSpec | undefined> {
  if (uri.scheme !== 'file') {
    void tellError(l10n.t('Experiments are run from a file on a disk: save this one, or clone its repository.'));
    return undefined;
  }
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty && !(await open.save())) {
    void tellError(l10n.t('{0} could not be saved, so nothing was run.', workspace.asRelativePath(uri)));
    return undefined;
  }
  const { loadExperiment } = await import('../experiment/loadExperiment.ts');
  const { spec, problems } = loadExperiment(uri.fsPath);
  const errors = problems.filter(({ severity }) => severity === 'error');
  for (const { file, range, message } of problems) lab.log.warn(`${file}:${range.start.line}: ${message}`);
  if (errors.length > 0) await tellProblems(errors, running);
  return spec;
}

async function tellProblems(errors: Problem[], running: boolean): Promise<void> {
  const [first] = errors as [Problem];
  const { file, range, message } = first;
  const place = `${workspace.asRelativePath(file)}:${range.start.line}`;
  const others = errors.length > 1 ? ` ${l10n.t('({0} more)', errors.length - 1)}` : '';
  const openFile = l10n.t('Open File');
  const text = running ? l10n.t('Nothing was run. {0}: {1}', place, message) : `${place}: ${message}`;
  if ((await tellError(`${text}${others}`, openFile)) !== openFile) return;
  await showPlace(file, range.start.line, range.start.column);
}

/** Opens a file with the cursor at a place, counted from 1. */
export async function showPlace(file: string, line: number, column: number): Promise<void> {
  const at = new Range(line - 1, column - 1, line - 1, column - 1);
  await window.showTextDocument(Uri.file(file), { selection: at });
}
