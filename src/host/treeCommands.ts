import { commands, l10n, type QuickPickItem, window } from 'vscode';
import { type SortOrder, sortOrders } from '../tree/sortRows.ts';
import { registerCommands } from './commands.ts';
import type { Lab } from './lab.ts';
import { describeFailure } from './log.ts';
import { RunTree, type TreeChoice } from './runTree.ts';

const stateKey = 'runs.choice';

/** The tree of runs with its filter and its order, which a window finds again as it left them. */
export function registerRunTree(lab: Lab): RunTree {
  const state = lab.context.workspaceState;
  let choice: TreeChoice = { filter: '', sort: 'newest', ...state.get<Partial<TreeChoice>>(stateKey) };
  if (!sortOrders.includes(choice.sort)) choice = { ...choice, sort: 'newest' };
  const tree = new RunTree(lab, () => choice);
  const tellFiltered = () => commands.executeCommand('setContext', 'smoothing-lab.filtered', choice.filter !== '');
  const choose = async (change: Partial<TreeChoice>): Promise<void> => {
    choice = { ...choice, ...change };
    await tree.update(await lab.followed());
    await tellFiltered();
    await state.update(stateKey, choice);
  };
  void tellFiltered();
  registerCommands(lab, {
    filterRuns: () =>
      askForFilter(choice.filter, (filter) => {
        choose({ filter }).catch((error) => describeFailure(lab.log, error));
      }),
    clearFilter: () => choose({ filter: '' }),
    async sortRuns() {
      const sort = await askForOrder(choice.sort);
      if (sort) await choose({ sort });
    },
    async refresh() {
      const followed = await lab.followed();
      await followed.index.refresh();
      await tree.update(followed);
    },
  });
  return tree;
}

/** Filters as one types. Escape puts back what was there. */
function askForFilter(present: string, apply: (filter: string) => void): void {
  const box = window.createInputBox();
  let kept = present;
  box.title = l10n.t('Filter Runs');
  box.prompt = l10n.t('Words of experiment, variant, seed or note; @running, @failed, @starred; #tag');
  box.placeholder = l10n.t('Example: label @done #baseline');
  box.value = present;
  box.onDidChangeValue((value) => apply(value.trim()));
  box.onDidAccept(() => {
    kept = box.value.trim();
    box.hide();
  });
  box.onDidHide(() => {
    box.dispose();
    apply(kept);
  });
  box.show();
}

async function askForOrder(present: SortOrder): Promise<SortOrder | undefined> {
  const labels: Record<SortOrder, string> = {
    newest: l10n.t('Newest First'),
    metric: l10n.t('Best Metric First'),
    name: l10n.t('By Name'),
  };
  const items = sortOrders.map((order) => ({
    order,
    label: labels[order],
    description: order === present ? l10n.t('now') : '',
  }));
  const picked = await window.showQuickPick<QuickPickItem & { order: SortOrder }>(items, {
    title: l10n.t('Sort Runs'),
  });
  return picked?.order;
}
