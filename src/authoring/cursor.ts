import { aliasedPath } from './aliasedPath.ts';
import { lineStart } from './lines.ts';
import { type OutlineEntry, type OutlineNode, outlineOf } from './outline.ts';
import { anchorsOf, nodesAt, plainOf } from './outlineValues.ts';
import type { Span } from './textScanner.ts';

/** What is being written at a position: a key of the block at `path`, or the value at `path`. */
export interface Cursor {
  slot: 'key' | 'value';
  /** For what an anchored block holds, the path where it is aliased. */
  path: readonly PropertyKey[];
  /** The word that the position is in, without quotes. */
  word: Span;
  /** What stands of it before the position. */
  typed: string;
  quoted: boolean;
  /** Whether what is written must stay on its line: it stands in braces or brackets, or behind a dash. */
  inline: boolean;
  /** For a key: what is missing between it and its neighbours once it is written: a colon, commas. */
  colon: boolean;
  commaBefore?: number;
  commaAfter: boolean;
  /** Keys of the same block. */
  siblings: string[];
  /** For a value: whether it follows its key without white space between. */
  needsSpace: boolean;
  /** What the file says besides, as plain data. */
  document: unknown;
  /** Names that can be aliased here, with what they stand for. */
  anchors: Map<string, OutlineNode>;
}

/** Stands at the position while the text is read, so that there is a word to be found. It is a character of no script. */
const mark = '\ue000';

type Spot =
  | { slot: 'key'; map: Extract<OutlineNode, { kind: 'map' }>; index: number; path: readonly PropertyKey[] }
  | { slot: 'value'; node: OutlineNode; holder: OutlineNode | undefined; path: readonly PropertyKey[] };

/** What is being written at a position: nothing in comments, and two things where a line can be either. */
export function cursorsAt(text: string, offset: number): Cursor[] {
  if (!isBehindColon(text, offset)) return markedCursors(text, offset);
  const spaced = markedCursors(`${text.slice(0, offset)} ${text.slice(offset)}`, offset + 1);
  return spaced.map((cursor) => ({ ...cursor, word: { start: offset, end: cursor.word.end - 1 }, needsSpace: true }));
}

/** Without white space behind it a colon is part of a word, but one that was just typed is meant to end a key. */
const isBehindColon = (text: string, offset: number): boolean =>
  text[offset - 1] === ':' && /^(?:$|[\s,}\]])/.test(text.slice(offset, offset + 1));

function markedCursors(text: string, offset: number): Cursor[] {
  const marked = text.slice(0, offset) + mark + text.slice(offset);
  const root = outlineOf(marked);
  const spot = spotAt(root, offset);
  const found = spot && describe(spot, marked, offset);
  if (spot === undefined || found === undefined) return [];
  const anchors = aliasable(root, offset);
  remove(spot);
  const document = spot.path.length === 0 && spot.slot === 'value' ? {} : plainOf(root);
  const path = aliasedPath(root, spot.path) ?? spot.path;
  const cursor: Cursor = { ...found, path, document, anchors };
  return canBeKey(spot, marked) ? [cursor, { ...cursor, slot: 'key', colon: false }] : [cursor];
}

function spotAt(root: OutlineNode | undefined, offset: number): Spot | undefined {
  const holds = ({ start, end }: Span) => start <= offset && offset < end;
  let holder: OutlineNode | undefined;
  for (const { node, path } of nodesAt(root, offset)) {
    if (node.kind === 'map') {
      const index = node.entries.findIndex(({ key }) => holds(key));
      if (index >= 0) return { slot: 'key', map: node, index, path };
    }
    if (node.kind === 'map' || node.kind === 'list') holder = node;
    else if (holds(node)) return { slot: 'value', node, holder, path };
  }
  return undefined;
}

function describe(spot: Spot, marked: string, offset: number): Omit<Cursor, 'document' | 'anchors'> | undefined {
  const target = spot.slot === 'key' ? spot.map.entries[spot.index]!.key : spot.node;
  const quoted = 'quoted' in target && target.quoted;
  if (quoted && !/["']/.test(marked[target.start] ?? '')) return undefined;
  const start = target.start + (quoted ? 1 : 0);
  if (start > offset) return undefined;
  const typed = marked.slice(start, offset);
  const rest = marked.slice(offset + 1, target.end);
  // Behind white space another word follows, which is not replaced.
  const kept = quoted ? rest.replace(/["']$/, '') : (/^\S*/.exec(rest)?.[0] ?? '');
  const word = { start, end: offset + kept.length };
  const common = { path: spot.path, word, typed, quoted };
  if (spot.slot === 'value') {
    const inline = isFlow(spot.holder) || isDashed(marked, target.start);
    return { ...common, slot: 'value', inline, needsSpace: false, colon: true, commaAfter: false, siblings: [] };
  }
  const followed = !quoted && rest !== kept;
  return { ...common, slot: 'key', needsSpace: false, ...describeKey(spot, marked, followed) };
}

const isFlow = (node: OutlineNode | undefined): boolean => node !== undefined && 'flow' in node && node.flow;

const lineBefore = (text: string, offset: number): string => text.slice(lineStart(text, offset), offset);

const isDashed = (text: string, offset: number): boolean => /^\s*-/.test(lineBefore(text, offset));

function describeKey(
  { map, index }: Extract<Spot, { slot: 'key' }>,
  marked: string,
  followed: boolean,
): Pick<Cursor, 'inline' | 'colon' | 'commaBefore' | 'commaAfter' | 'siblings'> {
  const { entries } = map;
  const [before, entry, after] = [entries[index - 1], entries[index]!, entries[index + 1]];
  const siblings = entries.filter((_, at) => at !== index).map(({ key }) => key.text);
  const colon = entry.colon && !followed;
  if (!map.flow) return { inline: isDashed(marked, entry.key.start), colon, siblings, commaAfter: false };
  const end = (of: OutlineEntry) => of.value?.end ?? of.key.end;
  const separated = (from: number, to: number) => marked.slice(from, to).includes(',');
  const lacksBefore = before !== undefined && !separated(end(before), entry.key.start);
  const lacksAfter = after !== undefined && !separated(end(entry), after.key.start);
  const commaAfter = !colon && (followed || lacksAfter);
  return { inline: true, colon, siblings, commaAfter, ...(lacksBefore && { commaBefore: end(before) }) };
}

/** Takes out what is being written, so that the rest is what the file says besides. */
function remove(spot: Spot): void {
  if (spot.slot === 'key') {
    spot.map.entries.splice(spot.index, 1);
    return;
  }
  const { holder, node } = spot;
  if (holder?.kind === 'map') for (const entry of holder.entries) if (entry.value === node) delete entry.value;
  if (holder?.kind === 'list') holder.items.splice(holder.items.indexOf(node), 1);
}

/** A word alone on a line below its key can become that block's first key as well. */
function canBeKey(spot: Spot, marked: string): boolean {
  if (spot.slot !== 'value' || spot.node.kind !== 'scalar' || spot.node.quoted || isFlow(spot.holder)) return false;
  return /^[\s-]*$/.test(lineBefore(marked, spot.node.start));
}

/** Anchors above the position whose blocks do not hold it. */
function aliasable(root: OutlineNode | undefined, offset: number): Map<string, OutlineNode> {
  const usable = [...anchorsOf(root)].filter(([, node]) => node.end <= offset && (node.anchor?.end ?? 0) <= offset);
  return new Map(usable);
}
