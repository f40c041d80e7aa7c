import type { Entry, Located, LocatedMap } from '../located.ts';

/**
 * One block over another, key by key: `over` wins, lists and values are replaced, and so is a block of another `kind`.
 * A key without a value takes away what stands under it. `merging` is told how many keys are looked at.
 */
export function mergeBlocks(under: LocatedMap, over: LocatedMap, merging: (keys: number) => boolean): LocatedMap {
  if (!merging(under.entries.size + over.entries.size)) return over;
  const entries = new Map<string, Entry>(under.entries);
  for (const [name, entry] of over.entries) {
    const below = under.entries.get(name);
    if (below && isEmpty(entry.value)) entries.delete(name);
    else entries.set(name, below ? { ...entry, value: mergeValues(below.value, entry.value, merging) } : entry);
  }
  return { ...over, entries };
}

function mergeValues(under: Located, over: Located, merging: (keys: number) => boolean): Located {
  if (under.kind !== 'map' || over.kind !== 'map') return over;
  const [before, after] = [kindOf(under), kindOf(over)];
  return before !== undefined && after !== undefined && before !== after ? over : mergeBlocks(under, over, merging);
}

const kindOf = (map: LocatedMap): unknown => {
  const kind = map.entries.get('kind')?.value;
  return kind?.kind === 'scalar' ? kind.value : undefined;
};

const isEmpty = (value: Located): boolean => value.kind === 'scalar' && value.value === null;
