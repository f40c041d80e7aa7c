import { type Entry, type Located, problemAt } from '../located.ts';
import type { Problem } from '../problem.ts';
import { type ExpandedGrid, expandGrid } from './expandGrid.ts';
import type { Grids } from './grid.ts';
import { type GridSetting, gridSettings } from './gridSettings.ts';
import { mostMembers, tooMany } from './gridValues.ts';

/** Writes grids out as the members that they stand for. A grid with a problem is an empty variant. */
export class GridExpander {
  readonly problems: Problem[] = [];
  readonly grids: Grids = {};
  readonly entries = new Map<string, Entry>();
  /** Names of the variants of the file, and of all members so far. */
  private readonly taken: Set<string>;
  private members = 0;

  constructor(
    written: ReadonlyMap<string, Entry>,
    private readonly document: unknown,
  ) {
    this.taken = new Set(written.keys());
    for (const [name, entry] of written) this.add(name, entry);
  }

  private add(name: string, entry: Entry): void {
    const found = this.problems.length;
    const expanded = this.expanded(name, entry);
    if (this.problems.length > found) this.entries.set(name, { ...entry, value: emptyBlock(entry) });
    else if (expanded === undefined) this.entries.set(name, entry);
    else this.addGrid(name, entry, expanded);
  }

  /** The grid that a variant is; undefined where it is none, or has a problem. */
  private expanded(name: string, { key, value }: Entry): ExpandedGrid | undefined {
    const found = this.problems.length;
    const settings = gridSettings(name, value, this.document, (problem) => this.problems.push(problem));
    if (settings.length === 0) return undefined;
    const members = this.members + sizeOf(settings);
    if (members > mostMembers) {
      this.problems.push(problemAt(key, { code: 'too-large', severity: 'error', message: tooMany(members) }));
    }
    if (this.problems.length > found) return undefined;
    const grid = expandGrid(name, value, settings, this.taken);
    const clash = [...grid.members.keys()].find((member) => this.taken.has(member));
    if (clash !== undefined) this.problems.push(problemAt(key, nameTaken(clash)));
    return grid;
  }

  private addGrid(name: string, { key }: Entry, { grid, members }: ExpandedGrid): void {
    this.grids[name] = grid;
    this.members += members.size;
    for (const [member, value] of members) {
      this.taken.add(member);
      this.entries.set(member, { key, value });
    }
  }
}

/** What stands for a variant that could not be written out. */
export const emptyBlock = ({ value: { at } }: Entry): Located => ({ kind: 'map', entries: new Map(), at });

const nameTaken = (member: string) => ({
  code: 'duplicate-key',
  severity: 'error' as const,
  message: `a member of this grid is called \`${member}\`, as another variant is`,
});

const sizeOf = (settings: readonly GridSetting[]): number =>
  settings.reduce((size, { values }) => size * values.length, 1);
