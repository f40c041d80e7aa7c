import { EventEmitter, l10n, type TreeDataProvider, type TreeItem, type TreeView, window } from 'vscode';
import { childrenOf, keepRows } from '../tree/keepRows.ts';
import type { ExperimentRow, TreeRow } from '../tree/rows.ts';
import type { SortOrder } from '../tree/sortRows.ts';
import { atMostEvery } from './atMostEvery.ts';
import type { Followed, Lab } from './lab.ts';
import { describeFailure } from './log.ts';
import { describeRow, treeItem } from './treeItems.ts';

/** How often "5 minutes ago" is looked at anew. */
const clockMilliseconds = 30_000;

/** Rows of runs under way change all the time: no more often than a person can read them. */
const pauseMilliseconds = 1_000;

/** What is shown, and in which order; kept with the workspace. */
export interface TreeChoice {
  filter: string;
  sort: SortOrder;
}

/**
 * The tree of runs. A row that VS Code has asked for is drawn again only when its words, its icon or the rows below it
 * have changed.
 */
export class RunTree implements TreeDataProvider<TreeRow> {
  private readonly changed = new EventEmitter<TreeRow | TreeRow[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly rows = new Map<string, TreeRow>();
  private readonly parents = new Map<string, TreeRow>();
  private readonly drawn = new Map<string, string>();
  private roots: ExperimentRow[] = [];
  private readonly view: TreeView<TreeRow>;

  constructor(
    private readonly lab: Lab,
    private readonly choice: () => TreeChoice,
  ) {
    this.view = window.createTreeView('smoothing-lab.runs', {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    const clock = setInterval(() => this.view.visible && this.redraw(), clockMilliseconds);
    const follow = atMostEvery<Followed>(pauseMilliseconds, (followed) => {
      this.update(followed).catch((error) => describeFailure(lab.log, error));
    });
    lab.context.subscriptions.push(
      this.changed,
      this.view,
      { dispose: () => clearInterval(clock) },
      follow,
      lab.onChange(follow.call),
    );
  }

  /** Collects the rows anew, after a change of runs, jobs, filter or order. `message` stands above them. */
  async update({ index, queue }: Followed): Promise<void> {
    const [{ collectTree }, { matches, parseFilter }] = await Promise.all([
      import('../tree/collectTree.ts'),
      import('../tree/filterRuns.ts'),
    ]);
    const { filter, sort } = this.choice();
    const wanted = parseFilter(filter);
    const runs = index.runs().filter((run) => matches(run, wanted));
    const before = this.roots.map(({ id }) => id).join();
    this.roots = keepRows(this.rows, collectTree(runs, filter === '' ? queue.jobs() : [], sort));
    this.parents.clear();
    for (const row of this.rows.values()) for (const child of childrenOf(row)) this.parents.set(child.id, row);
    // A message would stand in the place of the text for an empty view.
    const filtered = filter !== '' && runs.length > 0;
    this.view.message = filtered ? filterMessage(filter, runs.length, index.runs().length) : undefined;
    if (this.roots.map(({ id }) => id).join() !== before) this.changed.fire(undefined);
    else this.redraw();
  }

  getTreeItem(row: TreeRow): TreeItem {
    const item = treeItem(row);
    this.drawn.set(row.id, lookOf(row, item));
    return item;
  }

  resolveTreeItem(item: TreeItem, row: TreeRow): TreeItem {
    item.tooltip = describeRow(row);
    return item;
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    if (row) return [...childrenOf(row)];
    // The view is what first needs runs where no experiment file does.
    if (this.rows.size === 0) await this.update(await this.lab.followed());
    return this.roots;
  }

  getParent(row: TreeRow): TreeRow | undefined {
    return this.parents.get(row.id);
  }

  /** The rows that are selected, in the form of a command's arguments. */
  selection(): [TreeRow | undefined, readonly TreeRow[]] {
    return [this.view.selection[0], this.view.selection];
  }

  /** Shows the run's row, if the view is open, and leaves the focus where it is. */
  async reveal(folder: string): Promise<void> {
    const row = [...this.rows.values()].find((each) => each.kind === 'run' && each.run === folder);
    if (row && this.view.visible) await this.view.reveal(row, { select: true, focus: false });
  }

  private redraw(): void {
    const stale = [...this.drawn].flatMap(([id, look]) => {
      const row = this.rows.get(id);
      if (!row) this.drawn.delete(id);
      return row && lookOf(row, treeItem(row)) !== look ? [row] : [];
    });
    if (stale.length > 0) this.changed.fire(stale);
  }
}

/** All that makes a row look as it does. */
function lookOf(row: TreeRow, { label, description, contextValue, iconPath }: TreeItem): string {
  return JSON.stringify([label, description, contextValue, iconPath, childrenOf(row).map(({ id }) => id)]);
}

const filterMessage = (filter: string, shown: number, all: number): string =>
  l10n.t('{0} of {1} runs match “{2}”', shown, all, filter);
