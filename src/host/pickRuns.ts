import { pathToFileURL } from 'node:url';
import { l10n, type QuickPickItem, window } from 'vscode';
import { isOfVariant } from '../runs/isOfVariant.ts';
import type { RunStatus } from '../runs/runState.ts';
import type { Target } from '../tree/target.ts';
import type { RunIndex, WatchedRun } from '../watching/runIndex.ts';
import { labelText } from './plainText.ts';
import { tell } from './tell.ts';

/** The runs that are meant: rows or folders, or all of a file's variants; whichever of them the index knows. */
export function runsOf(index: RunIndex, { runs, uri, variants }: Target): WatchedRun[] {
  if (runs.length > 0) return runs.flatMap((folder) => index.run(folder) ?? []);
  if (uri === undefined) return [];
  return index.runs().filter(({ manifest }) => {
    const file = manifest.file && pathToFileURL(manifest.file).href;
    return file === uri && (variants === undefined || variants.some((name) => isOfVariant(manifest, name)));
  });
}

export const nameOf = ({ manifest }: WatchedRun): string => `${manifest.variant} ${l10n.t('seed {0}', manifest.seed)}`;

interface Choice {
  title: string;
  /** Which states it makes sense for; all when absent. */
  states?: readonly RunStatus[];
  many?: boolean;
}

/** As runsOf; asks where nothing is named, as from the palette. Tells where there is none to choose from. */
export async function runsToActOn(index: RunIndex, target: Target, choice: Choice): Promise<WatchedRun[]> {
  const fits = ({ state }: WatchedRun) => choice.states?.includes(state.status) ?? true;
  const named = target.runs.length > 0 || target.uri !== undefined;
  const candidates = (named ? runsOf(index, target) : index.runs()).filter(fits);
  if (candidates.length === 0) {
    void tell(l10n.t('There is no run to do this with.'));
    return [];
  }
  return named || (candidates.length === 1 && choice.many) ? candidates : await pick(candidates, choice);
}

async function pick(runs: readonly WatchedRun[], { title, many }: Choice): Promise<WatchedRun[]> {
  const items: (QuickPickItem & { run: WatchedRun })[] = [...runs].reverse().map((run) => ({
    run,
    label: labelText(nameOf(run)),
    description: labelText(run.manifest.experiment),
    detail: labelText(run.folder),
  }));
  if (many) return ((await window.showQuickPick(items, { title, canPickMany: true })) ?? []).map(({ run }) => run);
  const picked = await window.showQuickPick(items, { title });
  return picked ? [picked.run] : [];
}
