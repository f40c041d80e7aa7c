import { quotedIfNeeded } from '../experiment/flowText.ts';
import type { Problem } from '../experiment/problem.ts';
import { lineStart, nextLineStart } from './lines.ts';
import { type OutlineNode, outlineOf } from './outline.ts';
import { nodesAt } from './outlineValues.ts';
import type { Span } from './textScanner.ts';

export type Fix = { edit: Span & { text: string } } & ({ replaceBy: string } | { remove: string });

/** Codes of what can simply be taken away. */
const removable = new Set(['unknown-key', 'without-effect', 'unused-block', 'duplicate-key', 'repeated']);

/** What mends a problem: the nearest name first, then removal of what does not belong. */
export function fixesFor(text: string, { code, suggestion, range }: Problem): Fix[] {
  const span = { start: range.start.offset, end: range.end.offset };
  const fixes: Fix[] = [];
  if (suggestion !== undefined) fixes.push({ replaceBy: suggestion, edit: replacement(text, span, suggestion) });
  const removed = removable.has(code) ? removal(text, span) : undefined;
  if (removed) fixes.push(removed);
  return fixes;
}

/** The new name in the place of the old one: within its quotes, behind its `*`, or in quotes if it needs some. */
function replacement(text: string, { start, end }: Span, name: string): Span & { text: string } {
  const old = text.slice(start, end);
  const sign = /^["'*]/.exec(old)?.[0] ?? '';
  const close = sign !== '*' && sign !== '' && old.length > 1 && old.endsWith(sign) ? 1 : 0;
  return { start: start + sign.length, end: end - close, text: writtenAfter(sign, name) };
}

/** Names of files may hold anything. */
function writtenAfter(sign: string, name: string): string {
  if (sign === '"') return JSON.stringify(name).slice(1, -1);
  if (sign === "'") return name.replaceAll("'", "''");
  return sign === '*' ? name : quotedIfNeeded(name);
}

type Part = Span & { name: string };

/** Takes away the entry or item whose key or value begins where the problem does. */
function removal(text: string, span: Span): Fix | undefined {
  const begins = (part: Span | undefined) => part?.start === span.start;
  let fix: Fix | undefined;
  for (const { node } of nodesAt(outlineOf(text), span.start)) {
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    const index =
      node.kind === 'map'
        ? node.entries.findIndex(({ key, value }) => begins(key) || begins(value))
        : node.items.findIndex(begins);
    // The innermost that begins there is meant.
    if (index >= 0) fix = removed(text, node, index) ?? fix;
  }
  return fix;
}

function removed(text: string, node: Extract<OutlineNode, { kind: 'map' | 'list' }>, index: number): Fix | undefined {
  const parts: Part[] =
    node.kind === 'map'
      ? node.entries.map(({ key, value }) => ({ name: key.text, start: key.start, end: value?.end ?? key.end }))
      : node.items.map(({ start, end, ...item }) => ({ name: 'text' in item ? item.text : '…', start, end }));
  const part = parts[index]!;
  if (node.flow) return { remove: part.name, edit: { ...withComma(text, parts, index), text: '' } };
  // Without its last entry a block would be nothing at all.
  if (parts.length === 1) {
    const empty = node.kind === 'map' ? '{}' : '[]';
    return { remove: part.name, edit: { start: node.start, end: part.end, text: empty } };
  }
  return { remove: part.name, edit: { ...wholeLines(text, part, node.kind === 'list'), text: '' } };
}

/** An entry with one of the commas beside it: the one behind, or for the last entry the one before. */
function withComma(text: string, parts: readonly Part[], index: number): Span {
  const { start, end } = parts[index]!;
  const after = parts[index + 1];
  if (after) return { start, end: after.start };
  const before = parts[index - 1];
  const trailing = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  return { start: before?.end ?? start, end: before ? end : end + trailing };
}

/** All lines of an entry or item. Where an entry shares its first line with a dash, the next moves up to that. */
function wholeLines(text: string, { start, end }: Span, isItem: boolean): Span {
  const line = lineStart(text, start);
  const next = nextLineStart(text, end);
  if (isItem || text.slice(line, start).trim() === '') return { start: line, end: next };
  const indent = /^[ \t]*/.exec(text.slice(next))?.[0] ?? '';
  return { start, end: next + indent.length };
}
