import { type Entry, find, type Located, type LocatedMap, problemAt, toPlain } from '../located.ts';
import type { Problem } from '../problem.ts';
import { expandGrid } from './expandGrid.ts';
import { PresetExpander } from './expandPresets.ts';
import type { Grids } from './grid.ts';
import { type GridSetting, gridSettings } from './gridSettings.ts';
import { mostMembers, tooMany } from './gridValues.ts';

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
  const task = find(root, ['task']).entry.value;
  const presets = new PresetExpander(task.kind === 'scalar' ? task.value : undefined);
  const written = new Map<string, Entry>();
  for (const [name, entry] of variants.value.entries) {
    written.set(name, { ...entry, value: presets.expand(entry.value) ?? emptyBlock(entry) });
  }
  const withPresets = withVariants(root, { ...variants, value: { ...variants.value, entries: written } });
  const { entries, grids, problems } = expandGrids(written, toPlain(withPresets));
  return {
    root: withVariants(root, { ...variants, value: { ...variants.value, entries } }),
    grids,
    problems: [...presets.problems, ...problems],
  };
}

const emptyBlock = ({ value: { at } }: Entry): Located => ({ kind: 'map', entries: new Map(), at });

const withVariants = (root: LocatedMap, variants: Entry): LocatedMap => ({
  ...root,
  entries: new Map(root.entries).set('variants', variants),
});

function expandGrids(written: ReadonlyMap<string, Entry>, document: unknown) {
  const problems: Problem[] = [];
  const grids: Grids = {};
  const entries = new Map<string, Entry>();
  for (const [name, entry] of written) {
    const found = problems.length;
    const settings = gridSettings(name, entry.value, document, (problem) => problems.push(problem));
    const size = sizeOf(settings);
    if (size > mostMembers) {
      problems.push(problemAt(entry.key, { code: 'too-large', severity: 'error', message: tooMany(size) }));
    }
    if (problems.length > found) entries.set(name, { ...entry, value: emptyBlock(entry) });
    else if (settings.length === 0) entries.set(name, entry);
    else {
      const taken = new Set([...written.keys(), ...entries.keys()]);
      const { grid, members } = expandGrid(name, entry.value, settings, taken);
      grids[name] = grid;
      for (const [member, value] of members) {
        if (entries.has(member)) problems.push(problemAt(entry.key, nameTaken(member)));
        entries.set(member, { key: entry.key, value });
      }
    }
  }
  return { entries, grids, problems };
}

const nameTaken = (member: string) => ({
  code: 'duplicate-key',
  severity: 'error' as const,
  message: `a member of this grid is called \`${member}\`, as another variant is`,
});

const sizeOf = (settings: readonly GridSetting[]): number =>
  settings.reduce((size, { values }) => size * values.length, 1);
