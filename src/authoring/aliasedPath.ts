import type { OutlineNode } from './outline.ts';
import { nodesOf } from './outlineValues.ts';

const mostAliases = 5;

/**
 * Where a path is used. What stands in an `x-...` block is checked where it is aliased, so that is where its keys have
 * their meaning; a block merged by `<<` stands for keys of the block that it is merged into.
 */
export function aliasedPath(
  root: OutlineNode | undefined,
  path: readonly PropertyKey[],
  aliases = mostAliases,
): readonly PropertyKey[] | undefined {
  if (!String(path[0] ?? '').startsWith('x-')) return path;
  const all = [...nodesOf(root)];
  const above = all.filter(({ node, path: at }) => node.anchor && isPrefix(at, path)).reverse();
  for (const { node, path: anchored } of aliases === 0 ? [] : above) {
    const alias = all.find((other) => other.node.kind === 'alias' && other.node.text === node.anchor?.text);
    if (alias === undefined) continue;
    const merge = alias.path.lastIndexOf('<<');
    const used = merge < 0 ? alias.path : alias.path.slice(0, merge);
    return aliasedPath(root, [...used, ...path.slice(anchored.length)], aliases - 1);
  }
  return undefined;
}

const isPrefix = (prefix: readonly PropertyKey[], path: readonly PropertyKey[]): boolean =>
  prefix.length <= path.length && prefix.every((name, index) => name === path[index]);
