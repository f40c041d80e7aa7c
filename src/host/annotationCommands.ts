import { l10n, window } from 'vscode';
import { readTarget, type Target } from '../tree/target.ts';
import type { Annotations, WatchedRun } from '../watching/runIndex.ts';
import { registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { runsToActOn } from './pickRuns.ts';

/** The commands that note something about runs. */
export function registerAnnotationCommands(lab: Lab): void {
  registerCommands(lab, {
    star: (...args) => change(lab, readTarget(args), l10n.t('Star'), async () => ({ starred: true })),
    unstar: (...args) => change(lab, readTarget(args), l10n.t('Remove Star'), async () => ({ starred: false })),
    editTags: (...args) => change(lab, readTarget(args), l10n.t('Edit Tags'), askForTags),
    editNote: (...args) => change(lab, readTarget(args), l10n.t('Edit Note'), askForNote),
  });
}

/** Asks once, and notes the answer with each run. */
async function change(
  lab: Lab,
  target: Target,
  title: string,
  ask: (runs: readonly WatchedRun[], title: string) => Promise<Partial<Annotations> | undefined>,
): Promise<void> {
  const { index } = await lab.followed();
  const runs = await runsToActOn(index, target, { title, many: true });
  const noted = runs.length > 0 ? await ask(runs, title) : undefined;
  if (!noted) return;
  const { annotate } = await import('../runs/annotations.ts');
  for (const { folder } of runs) await annotate(folder, noted);
  await index.refresh();
}

async function askForTags(runs: readonly WatchedRun[], title: string): Promise<Partial<Annotations> | undefined> {
  const present = [...new Set(runs.flatMap(({ annotations }) => annotations.tags))];
  const prompt = l10n.t('Words set apart by spaces; empty removes all');
  const text = await window.showInputBox({ title, prompt, value: present.join(' ') });
  if (text === undefined) return undefined;
  const tags = text.split(/[\s,#]+/).filter(Boolean);
  return { tags: [...new Set(tags)] };
}

async function askForNote(runs: readonly WatchedRun[], title: string): Promise<Partial<Annotations> | undefined> {
  const [first] = runs.map(({ annotations }) => annotations.note).filter(Boolean);
  const note = await window.showInputBox({
    title,
    prompt: l10n.t('Shown when the pointer rests on the run'),
    value: first,
  });
  return note === undefined ? undefined : { note: note.trim() };
}
