import type { OutlineNode } from './outline.ts';
import { nodesAt } from './outlineValues.ts';
import type { Span } from './textScanner.ts';

/** A word of the file: a key, a value, or a name with `*` or `&`. */
export interface FoundWord extends Span {
  kind: 'key' | 'value' | 'alias' | 'anchor';
  text: string;
  /** Of a key and of a value, that of the value. */
  path: readonly PropertyKey[];
}

/** The word at a position, its end included: where a cursor stands behind what was just written. */
export function wordAt(root: OutlineNode | undefined, offset: number): FoundWord | undefined {
  const holds = ({ start, end }: Span) => start <= offset && offset <= end;
  for (const { node, path } of nodesAt(root, offset)) {
    const { anchor } = node;
    if (anchor && holds(anchor)) return { ...anchor, kind: 'anchor', path };
    if (node.kind === 'map') {
      const key = node.entries.find((entry) => holds(entry.key))?.key;
      if (key) return { kind: 'key', text: key.text, start: key.start, end: key.end, path: [...path, key.text] };
    }
    if ((node.kind !== 'scalar' && node.kind !== 'alias') || !holds(node)) continue;
    const kind = node.kind === 'alias' ? 'alias' : 'value';
    return { kind, text: node.text, start: node.start, end: node.end, path };
  }
  return undefined;
}
