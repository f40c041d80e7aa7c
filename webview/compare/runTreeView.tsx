import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { visibleText } from '../../src/samples/visibleText.ts';
import { stateName } from '../components/stateBadge.tsx';
import { t } from '../l10n.ts';
import { type Checked, checkedOf, type TreeNode, toggled, type VisibleNode, visibleNodes } from './runTree.ts';

interface RunTreeProps {
  tree: readonly TreeNode[];
  chosen: readonly string[];
  isOpen(id: string): boolean;
  onOpen(id: string, open: boolean): void;
  onChoose(runs: string[]): void;
}

/** A tree of checkboxes after the ARIA practices: arrows move and open, Space and Enter choose. */
export function RunTree({ tree, chosen, isOpen, onOpen, onChoose }: RunTreeProps): JSX.Element {
  const [current, setCurrent] = useState<string>();
  const element = useRef<HTMLDivElement>(null);
  const nodes = visibleNodes(tree, isOpen);
  const chosenSet = new Set(chosen);
  const found = nodes.findIndex(({ node }) => node.id === current);
  const focused = Math.max(0, found);

  const moveTo = (index: number): void => {
    const target = nodes[Math.max(0, Math.min(nodes.length - 1, index))];
    if (!target) return;
    setCurrent(target.node.id);
    const items = element.current?.querySelectorAll<HTMLElement>('[role=treeitem]');
    items?.[nodes.indexOf(target)]?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const at = nodes[focused];
    const action = at && keyAction(event.key, at, focused, nodes);
    if (!at || action === undefined) return;
    event.preventDefault();
    if (action === 'choose') onChoose(toggled(at.node, chosen));
    else if (action === 'open' || action === 'close') onOpen(at.node.id, action === 'open');
    else moveTo(action);
  };

  return (
    <div
      class="run-tree"
      role="tree"
      aria-label={t('Runs')}
      aria-multiselectable="true"
      ref={element}
      onKeyDown={press}
    >
      {nodes.map(({ node, level, open }, index) => (
        <TreeItem
          key={node.id}
          {...{ node, level, open }}
          checked={checkedOf(node, chosenSet)}
          tabIndex={index === focused ? 0 : -1}
          onFocus={() => setCurrent(node.id)}
          onOpen={() => onOpen(node.id, !open)}
          onChoose={() => onChoose(toggled(node, chosen))}
        />
      ))}
    </div>
  );
}

/** What a key does: an action, or the place to move to. */
function keyAction(
  key: string,
  { node, open, parent }: VisibleNode,
  at: number,
  nodes: readonly VisibleNode[],
): 'choose' | 'open' | 'close' | number | undefined {
  switch (key) {
    case ' ':
    case 'Enter':
      return 'choose';
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return at - 1;
    case 'Home':
      return 0;
    case 'End':
      return nodes.length - 1;
    case 'ArrowRight':
      return open === false ? 'open' : node.children.length > 0 ? at + 1 : undefined;
    case 'ArrowLeft':
      return open ? 'close' : parent && nodes.findIndex((other) => other.node === parent);
    default:
      return undefined;
  }
}

interface TreeItemProps {
  node: TreeNode;
  level: number;
  open: boolean | undefined;
  checked: Checked;
  tabIndex: number;
  onFocus(): void;
  onOpen(): void;
  onChoose(): void;
}

const boxes: Record<Checked, string> = { true: '✓', false: '', mixed: '–' };

function TreeItem({ node, level, open, checked, tabIndex, onFocus, onOpen, onChoose }: TreeItemProps): JSX.Element {
  const name = nameOf(node);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys.
    <div
      class={`tree-item level-${level}`}
      role="treeitem"
      aria-level={level}
      aria-expanded={open}
      aria-checked={checked}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={onChoose}
      title={visibleText(node.kind === 'run' ? node.id : node.label)}
    >
      <span
        class="tree-arrow"
        aria-hidden="true"
        onClick={(event) => {
          if (open === undefined) return;
          event.stopPropagation();
          onOpen();
        }}
      >
        {open === undefined ? '' : open ? '▾' : '▸'}
      </span>
      <span class={`tree-box ${checked}`} aria-hidden="true">
        {boxes[checked]}
      </span>
      <bdi class="tree-label">{name}</bdi>
      <span class="quiet">{node.view ? stateName(node.view.state.status) : node.runs.length}</span>
    </div>
  );
}

const nameOf = ({ kind, label }: TreeNode): string => (kind === 'run' ? t('Seed {0}', label) : visibleText(label));
