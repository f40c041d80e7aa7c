import type { Located } from '../located.ts';
import type { Grid } from './grid.ts';
import type { GridSetting } from './gridSettings.ts';

/** The members of a grid by name, and what is to be known of them. */
export interface ExpandedGrid {
  grid: Grid;
  members: Map<string, Located>;
}

/** A variant for each combination of the values, the last setting's changing first. `taken`: names of other variants. */
export function expandGrid(
  name: string,
  variant: Located,
  settings: readonly GridSetting[],
  taken: ReadonlySet<string>,
): ExpandedGrid {
  const combinations = product(settings.map(({ values }) => values));
  const names = memberNames(name, settings, combinations, taken);
  const paths = settings.map(({ path }) => path.join('.'));
  const memberWith = (values: readonly Located[]) =>
    values.reduce((member, value, index) => replaced(member, settings[index]?.path ?? [], value), variant);
  const valuesOf = (values: readonly Located[]) =>
    Object.fromEntries(values.map((value, index) => [paths[index], plain(value)]));
  return {
    grid: {
      settings: paths,
      members: Object.fromEntries(combinations.map((values, index) => [names[index], valuesOf(values)])),
    },
    members: new Map(combinations.map((values, index) => [names[index] as string, memberWith(values)])),
  };
}

const product = <T>(lists: readonly (readonly T[])[]): T[][] =>
  lists.reduce<T[][]>((before, list) => before.flatMap((values) => list.map((value) => [...values, value])), [[]]);

const plain = (value: Located): unknown => (value.kind === 'scalar' ? value.value : undefined);

function replaced(located: Located, [key, ...below]: readonly string[], value: Located): Located {
  if (key === undefined) return value;
  if (located.kind !== 'map') return located;
  const entries = new Map(located.entries);
  const entry = entries.get(key);
  if (entry) entries.set(key, { ...entry, value: replaced(entry.value, below, value) });
  return { ...located, entries };
}

const longestName = 64;

/** `ls epsilon=0.05`. Where that is too long, or taken, members are numbered instead: `ls (3)`. */
function memberNames(
  name: string,
  settings: readonly GridSetting[],
  combinations: readonly Located[][],
  taken: ReadonlySet<string>,
): string[] {
  const keys = shortKeys(settings);
  const spoken = combinations.map((values) =>
    [name, ...values.map((value, index) => `${keys[index]}=${inName(plain(value))}`)].join(' '),
  );
  const unusable =
    new Set(spoken).size < spoken.length || spoken.some((each) => each.length > longestName || taken.has(each));
  return unusable ? combinations.map((_, index) => `${name} (${index + 1})`) : spoken;
}

/** The last part of each path; the whole path where two would be the same. */
function shortKeys(settings: readonly GridSetting[]): string[] {
  const last = settings.map(({ path }) => path.at(-1) ?? '');
  return settings.map(({ path }, index) => {
    const key = last[index] as string;
    return inName(last.indexOf(key) === last.lastIndexOf(key) ? key : path.join('.'));
  });
}

/** What cannot stand in a variant's name, as in schema.ts, is left out. */
const inName = (value: unknown): string => String(value).replace(/[^\p{L}\p{N}._+()-]+/gu, '_');
