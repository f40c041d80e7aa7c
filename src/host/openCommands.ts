import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { l10n, Uri, window } from 'vscode';
import { runFiles } from '../runs/events.ts';
import { readTarget, type Target } from '../tree/target.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import { registerCommands } from './commands.ts';
import { chooseExperiment } from './experimentFile.ts';
import type { Lab } from './lab.ts';
import type { Panels } from './panels.ts';
import { runsOf, runsToActOn } from './pickRuns.ts';
import { tell, tellWarning } from './tell.ts';

/** The commands that show what there is: runs, comparisons, files. */
export function registerOpenCommands(lab: Lab, panels: Panels): void {
  registerCommands(lab, {
    async openRun(...args) {
      for (const { folder } of await pickOne(lab, readTarget(args), l10n.t('Open Run'))) panels.showRun(folder);
    },
    async openExperiment(...args) {
      for (const run of await pickOne(lab, readTarget(args), l10n.t('Open Experiment File'))) await openExperiment(run);
    },
    async openLog(...args) {
      for (const { folder } of await pickOne(lab, readTarget(args), l10n.t('Open Log'))) await openLog(folder);
    },
    compare: (...args) => compare(lab, readTarget(args), panels),
    compareWithFirst: (...args) => compareWithFirst(lab, readTarget(args), panels),
    showLog: () => lab.log.show(),
  });
}

const pickOne = async (lab: Lab, target: Target, title: string): Promise<WatchedRun[]> =>
  (await runsToActOn((await lab.followed()).index, target, { title })).slice(0, 1);

async function openExperiment({ manifest }: WatchedRun): Promise<void> {
  if (manifest.file && existsSync(manifest.file)) await window.showTextDocument(Uri.file(manifest.file));
  else void tellWarning(l10n.t('{0} is not there any more. The run page shows its text.', manifest.file));
}

/** It holds the traces of what went wrong, so most runs have none. */
async function openLog(folder: string): Promise<void> {
  const file = join(folder, runFiles.log);
  if (existsSync(file)) await window.showTextDocument(Uri.file(file), { preview: true });
  else void tell(l10n.t('This run has no log: nothing went wrong in it.'));
}

/** The runs that are named; all of a file's; or those of the file at hand. The page itself offers all others. */
async function compare(lab: Lab, target: Target, panels: Panels): Promise<void> {
  const { index } = await lab.followed();
  if (target.runs.length > 0) return panels.showComparison(runsOf(index, target).map(({ folder }) => folder));
  const uri = target.uri ?? (await chooseExperiment())?.toString();
  const runs = runsOf(index, { ...target, uri });
  if (uri !== undefined && runs.length === 0) {
    void tell(l10n.t('There are no runs of this experiment to compare yet.'));
  } else if (runs.length > 0) panels.showComparison(runs.map(({ folder }) => folder));
}

/** A variant beside the first of its file, which is usually the plain one. */
async function compareWithFirst(lab: Lab, target: Target, panels: Panels): Promise<void> {
  const uri = target.uri === undefined ? await chooseExperiment() : Uri.parse(target.uri);
  if (!uri) return;
  const [{ loadExperiment }, { writtenNames }] = await Promise.all([
    import('../experiment/loadExperiment.ts'),
    import('../experiment/planRuns.ts'),
  ]);
  const { spec } = loadExperiment(uri.fsPath);
  const [first] = spec ? writtenNames(spec) : [];
  const variants = [...new Set([...(first === undefined ? [] : [first]), ...(target.variants ?? [])])];
  await compare(lab, { ...target, uri: uri.toString(), variants }, panels);
}
