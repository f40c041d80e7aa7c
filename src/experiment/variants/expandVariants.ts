import { type Entry, type LocatedMap, toPlain } from '../located.ts';
import type { Problem } from '../problem.ts';
import { emptyBlock, GridExpander } from './expandGrids.ts';
import { PresetExpander } from './expandPresets.ts';
import type { Grids } from './grid.ts';
import { usualCorpusOf } from './usualCorpusOf.ts';

/** A file whose variants are written out. */
export interface ExpandedFile {
  root: LocatedMap;
  grids: Grids;
  problems: Problem[];
}

/** Writes out what variants say in short: presets, then grids. What has a problem of its own is an empty variant. */
export function expandVariants(root: LocatedMap): ExpandedFile {
  const variants = root.entries.get('variants');
  if (variants?.value.kind !== 'map') return { root, grids: {}, problems: [] };
  const presets = new PresetExpander(usualCorpusOf(toPlain(root)));
  const written = new Map<string, Entry>();
  for (const [name, entry] of variants.value.entries) {
    written.set(name, { ...entry, value: presets.expand(entry.value) ?? emptyBlock(entry) });
  }
  const withPresets = withVariants(root, { ...variants, value: { ...variants.value, entries: written } });
  const { entries, grids, problems } = new GridExpander(written, toPlain(withPresets));
  return {
    root: withVariants(root, { ...variants, value: { ...variants.value, entries } }),
    grids,
    problems: [...presets.problems, ...problems],
  };
}

const withVariants = (root: LocatedMap, variants: Entry): LocatedMap => ({
  ...root,
  entries: new Map(root.entries).set('variants', variants),
});
