import type { OutlineNode } from './outline.ts';

const mostValues = 20_000;

/** Calls `visit` with every node, outermost first. What an alias stands for is not gone into. */
export function visitNodes(
  root: OutlineNode | undefined,
  visit: (node: OutlineNode, path: readonly PropertyKey[]) => void,
): void {
  const path: PropertyKey[] = [];
  const below = (name: PropertyKey, node: OutlineNode | undefined): void => {
    path.push(name);
    inner(node);
    path.pop();
  };
  function inner(node: OutlineNode | undefined): void {
    if (node === undefined) return;
    visit(node, path);
    if (node.kind === 'map') for (const { key, value } of node.entries) below(key.text, value);
    if (node.kind === 'list') for (const [index, item] of node.items.entries()) below(index, item);
  }
  inner(root);
}

/** The nodes that a position is in or at the end of, outermost first; also the one whose anchor it is in. */
export function nodesAt(
  root: OutlineNode | undefined,
  offset: number,
): { node: OutlineNode; path: readonly PropertyKey[] }[] {
  const found: { node: OutlineNode; path: readonly PropertyKey[] }[] = [];
  const holds = (node: OutlineNode) => (node.anchor ?? node).start <= offset && offset <= node.end;
  let next = root && holds(root) ? { node: root, path: [] as readonly PropertyKey[] } : undefined;
  while (next) {
    found.push(next);
    const { node, path }: { node: OutlineNode; path: readonly PropertyKey[] } = next;
    next = childrenOf(node).find((child) => holds(child.node));
    if (next) next = { node: next.node, path: [...path, ...next.path] };
  }
  return found;
}

function childrenOf(node: OutlineNode): { node: OutlineNode; path: readonly PropertyKey[] }[] {
  if (node.kind === 'list') return node.items.map((item, index) => ({ node: item, path: [index] }));
  if (node.kind !== 'map') return [];
  return node.entries.flatMap(({ key, value }) => (value ? [{ node: value, path: [key.text] }] : []));
}

/** The nodes that aliases name. As in YAML, the last anchor of a name counts. */
export function anchorsOf(root: OutlineNode | undefined): Map<string, OutlineNode> {
  const anchors = new Map<string, OutlineNode>();
  visitNodes(root, (node) => {
    if (node.anchor) anchors.set(node.anchor.text, node);
  });
  return anchors;
}

/** As plain data, aliases and merge keys resolved; what stands for too much is cut off. */
export function plainOf(root: OutlineNode | undefined, anchors = anchorsOf(root)): unknown {
  let left = mostValues;
  const resolving = new Set<string>();

  function plain(node: OutlineNode | undefined): unknown {
    left -= 1;
    if (node === undefined || left < 0) return null;
    if (node.kind === 'scalar') return node.quoted ? node.text : plainScalar(node.text);
    if (node.kind === 'list') return node.items.map(plain);
    if (node.kind === 'alias') return aliased(node.text);
    const own = node.entries.filter(({ key }) => key.text !== '<<' && key.text !== '__proto__');
    const merged = node.entries.filter(({ key }) => key.text === '<<').flatMap(({ value }) => blocks(plain(value)));
    return Object.assign(
      {},
      ...merged.reverse(),
      Object.fromEntries(own.map(({ key, value }) => [key.text, plain(value)])),
    );
  }

  function aliased(name: string): unknown {
    if (resolving.has(name)) return null;
    resolving.add(name);
    const value = plain(anchors.get(name));
    resolving.delete(name);
    return value;
  }

  return plain(root);
}

const blocks = (value: unknown): object[] =>
  [value].flat().filter((block) => typeof block === 'object' && block !== null);

/** As YAML's core schema reads an unquoted word, where schemas tell values apart by it. */
function plainScalar(text: string): unknown {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  return /^[-+]?(?:\.\d+|\d+\.?\d*)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}

export const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a file and the files it includes say together, as includes.ts merges them. */
export function mergedOver(under: unknown, over: unknown): unknown {
  if (!isBlock(under) || !isBlock(over)) return over ?? under;
  if (typeof under.kind === 'string' && typeof over.kind === 'string' && under.kind !== over.kind) return over;
  const merged = { ...under };
  for (const [name, value] of Object.entries(over)) merged[name] = mergedOver(under[name], value);
  return merged;
}

/** What stands at a path in plain data. */
export const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<PropertyKey, unknown>)[name]
        : undefined,
    document,
  );
