import type { Problem, Range } from './problem.ts';
import { SourceText } from './sourceText.ts';

/** A stretch of a file, in UTF-16 units. */
export interface Place {
  source: SourceText;
  start: number;
  end: number;
}

/** A value of an experiment file that knows where it was written. Aliases share their values, so it is no tree. */
export type Located = { at: Place } & (
  | { kind: 'scalar'; value: unknown }
  | { kind: 'list'; items: Located[] }
  | { kind: 'map'; entries: Map<string, Entry> }
);

export type LocatedMap = Extract<Located, { kind: 'map' }>;

export interface Entry {
  key: Place;
  value: Located;
}

/** The most values that a file may stand for once its aliases are written out. */
const mostValues = 50_000;

/** As plain data; undefined when aliases make it too large. */
export function toPlain(located: Located, budget = { left: mostValues }): unknown {
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  if (located.kind === 'scalar') return located.value;
  if (located.kind === 'list') return collect(located.items, (item) => toPlain(item, budget), budget);
  const pairs = collect([...located.entries], ([key, { value }]) => [key, toPlain(value, budget)] as const, budget);
  return pairs && Object.fromEntries(pairs);
}

/** The place of what no file says. */
const nowhere: Place = { source: new SourceText('', ''), start: 0, end: 0 };

/** Plain data as if all of it were written at one place. */
export function locate(value: unknown, at: Place = nowhere): Located {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => locate(item, at)), at };
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', value, at };
  const entries = Object.entries(value).map(([name, inner]): [string, Entry] => [
    name,
    { key: at, value: locate(inner, at) },
  ]);
  return { kind: 'map', entries: new Map(entries), at };
}

function collect<T, U>(items: T[], convert: (item: T) => U, budget: { left: number }): U[] | undefined {
  const converted: U[] = [];
  for (const item of items) {
    converted.push(convert(item));
    if (budget.left < 0) return undefined;
  }
  return converted;
}

const child = (located: Located, name: PropertyKey): Entry | undefined => {
  if (located.kind === 'map') return located.entries.get(String(name));
  const item = located.kind === 'list' ? located.items[Number(name)] : undefined;
  return item && { key: item.at, value: item };
};

/** What stands at a path, or the nearest that stands above it. `rest` is the part of the path that is not there. */
export function find(root: Located, path: readonly PropertyKey[]): { entry: Entry; rest: readonly PropertyKey[] } {
  let entry: Entry = { key: root.at, value: root };
  for (const [index, name] of path.entries()) {
    const next = child(entry.value, name);
    if (next === undefined) return { entry, rest: path.slice(index) };
    entry = next;
  }
  return { entry, rest: [] };
}

const rangeOf = ({ source, start, end }: Place): Range => source.firstLine(start, end);

const isOnOneLine = ({ source, start, end }: Place): boolean => {
  const text = source.text.slice(start, end).trimEnd();
  return text !== '' && !/[\r\n]/.test(text);
};

/** The file and range to blame for what is wrong at a path: the value if it stands on one line, else its key. */
export function blame(root: Located, path: readonly PropertyKey[], part: 'key' | 'value' = 'value') {
  const { entry, rest } = find(root, path);
  const { key, value } = entry;
  const blamesValue = part === 'value' && (rest.length === 0 || value.kind === 'scalar');
  const place = blamesValue && isOnOneLine(value.at) ? value.at : key;
  return { file: place.source.file, range: rangeOf(place) };
}

/** A problem at a place. */
export const problemAt = (place: Place, problem: Omit<Problem, 'file' | 'range'>): Problem => ({
  ...problem,
  file: place.source.file,
  range: rangeOf(place),
});
