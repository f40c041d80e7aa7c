import type { OutlineNode } from './outline.ts';
import { visitNodes } from './outlineValues.ts';

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
  const above: { name: string; path: readonly PropertyKey[] }[] = [];
  const used: { name: string; path: readonly PropertyKey[] }[] = [];
  visitNodes(root, (node, at) => {
    if (node.anchor && isPrefix(at, path)) above.unshift({ name: node.anchor.text, path: [...at] });
    if (node.kind === 'alias') used.push({ name: node.text, path: [...at] });
  });
  for (const { name, path: anchored } of aliases === 0 ? [] : above) {
    const alias = used.find((other) => other.name === name);
    if (alias === undefined) continue;
    const merge = alias.path.lastIndexOf('<<');
    const place = merge < 0 ? alias.path : alias.path.slice(0, merge);
    return aliasedPath(root, [...place, ...path.slice(anchored.length)], aliases - 1);
  }
  return undefined;
}

const isPrefix = (prefix: readonly PropertyKey[], path: readonly PropertyKey[]): boolean =>
  prefix.length <= path.length && prefix.every((name, index) => name === path[index]);
