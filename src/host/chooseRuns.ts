import { l10n, type QuickPickItem, window } from 'vscode';
import type { ExperimentSpec } from '../experiment/schema.ts';
import type { Target } from '../tree/target.ts';
import { labelText } from './plainText.ts';

export interface ChosenRuns {
  variants: string[];
  seeds: number[];
}

/**
 * Which variants and seeds are to be run, asked for where the command does not say and there is a choice. Undefined
 * where the person thought better of it. `trained` tells what is done already: that is offered, and not preselected.
 */
export async function chooseRuns(
  spec: ExperimentSpec,
  target: Target,
  trained: ReadonlyMap<string, readonly number[]>,
): Promise<ChosenRuns | undefined> {
  const { seeds } = spec.training;
  if (target.variants) return { variants: target.variants, seeds: target.seeds ?? seeds };
  const names = Object.keys(spec.variants);
  const isTrained = (variant: string) => seeds.every((seed) => trained.get(variant)?.includes(seed));
  const variants = await choose(l10n.t('Variants to Run'), names, {
    preselect: (variant) => !isTrained(variant),
    describe: (variant) => describeTrained(trained.get(variant) ?? []),
  });
  if (!variants) return undefined;
  if (target.seeds) return { variants, seeds: target.seeds };
  const chosen = await choose(l10n.t('Seeds'), seeds.map(String), { preselect: () => true, describe: () => '' });
  return chosen && { variants, seeds: chosen.map(Number) };
}

const describeTrained = (seeds: readonly number[]): string =>
  seeds.length > 0 ? l10n.t('trained: {0}', seeds.map((seed) => l10n.t('seed {0}', seed)).join(', ')) : '';

/** A choice of one is none. Where nothing is left to preselect, everything is. */
async function choose(
  title: string,
  names: readonly string[],
  { preselect, describe }: { preselect(name: string): boolean; describe(name: string): string },
): Promise<string[] | undefined> {
  if (names.length === 1) return [...names];
  const all = !names.some(preselect);
  const items: (QuickPickItem & { name: string })[] = names.map((name) => ({
    name,
    label: labelText(name),
    description: describe(name),
    picked: all || preselect(name),
  }));
  const picked = await window.showQuickPick(items, { title, canPickMany: true });
  return picked && picked.length > 0 ? picked.map(({ name }) => name) : undefined;
}
