import type { RunView } from '../../src/pages/protocol.ts';

export interface TreeNode {
  /** Unique in the tree and stable, so that what stands open is remembered. */
  id: string;
  kind: 'experiment' | 'variant' | 'run';
  label: string;
  /** Folders of the runs at or below this node. */
  runs: string[];
  /** The run itself, for a leaf. */
  view?: RunView;
  children: TreeNode[];
}

/** Experiment → variant → seeds, in the order of the runs. */
export function runTree(runs: readonly RunView[]): TreeNode[] {
  return groups(runs, ({ manifest }) => manifest.experiment).map(([experiment, ofExperiment]) =>
    node(
      'experiment',
      [experiment],
      ofExperiment,
      groups(ofExperiment, ({ manifest }) => manifest.variant).map(([variant, ofVariant]) =>
        node('variant', [experiment, variant], ofVariant, ofVariant.map(leaf)),
      ),
    ),
  );
}

/** Of an experiment, or of a variant within one. */
export const nodeId = (path: readonly string[]): string => JSON.stringify(path);

function groups(runs: readonly RunView[], key: (run: RunView) => string): [string, RunView[]][] {
  const found = new Map<string, RunView[]>();
  for (const run of runs) {
    const group = found.get(key(run));
    if (group) group.push(run);
    else found.set(key(run), [run]);
  }
  return [...found];
}

const node = (kind: TreeNode['kind'], path: string[], runs: RunView[], children: TreeNode[]): TreeNode => ({
  ...{ id: nodeId(path), kind, label: path.at(-1) as string, runs: runs.map(({ run }) => run), children },
});

const leaf = (view: RunView): TreeNode => ({
  ...{ id: view.run, kind: 'run', label: String(view.manifest.seed), runs: [view.run], view, children: [] },
});

/** The runs whose experiment, variant, folder, seed or state holds every word of the filter, whatever its case. */
export function matching(runs: readonly RunView[], filter: string): RunView[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...runs];
  return runs.filter(({ run, manifest, state }) => {
    const about = [manifest.experiment, manifest.variant, `seed ${manifest.seed}`, state.status, run];
    const text = about.join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

export interface VisibleNode {
  node: TreeNode;
  level: number;
  /** Undefined for a leaf. */
  open: boolean | undefined;
  parent: TreeNode | undefined;
}

/** The nodes that are seen, from top to bottom. While a filter is on, everything is open. */
export function visibleNodes(tree: readonly TreeNode[], isOpen: (id: string) => boolean): VisibleNode[] {
  const visit = (nodes: readonly TreeNode[], level: number, parent: TreeNode | undefined): VisibleNode[] =>
    nodes.flatMap((node) => {
      const open = node.children.length === 0 ? undefined : isOpen(node.id);
      return [{ node, level, open, parent }, ...(open ? visit(node.children, level + 1, node) : [])];
    });
  return visit(tree, 1, undefined);
}

export type Checked = 'true' | 'false' | 'mixed';

export function checkedOf({ runs }: TreeNode, chosen: ReadonlySet<string>): Checked {
  const count = runs.filter((run) => chosen.has(run)).length;
  return count === 0 ? 'false' : count === runs.length ? 'true' : 'mixed';
}

/** The choice after a node was clicked: all of its runs, or none where all were chosen. */
export function toggled(node: TreeNode, chosen: readonly string[]): string[] {
  const all = checkedOf(node, new Set(chosen)) === 'true';
  const others = chosen.filter((run) => !node.runs.includes(run));
  return all ? others : [...others, ...node.runs];
}
