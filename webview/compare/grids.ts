import type { ComparedRow } from '../../src/pages/protocol.ts';
import type { Band, Curve } from '../charts/chartTypes.ts';

type Member = ComparedRow & { grid: NonNullable<ComparedRow['grid']> };

/** The members of a grid, by the values of its settings. */
export interface ShownGrid {
  /** Unique on the page. */
  id: string;
  label: string;
  metric: string;
  /** Paths within the variant. */
  settings: string[];
  members: Member[];
  chosen: Member | undefined;
  /** Of all members: the runs that have begun, and those that are done. Until all are, another may yet be chosen. */
  runs: number;
  done: number;
}

export function gridsOf(rows: readonly ComparedRow[]): ShownGrid[] {
  const groups = new Map<string, Member[]>();
  for (const row of rows.filter(isMember)) {
    const id = JSON.stringify([row.experiment, row.grid.label]);
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups].map(([id, members]) => {
    const { label, metric, values } = (members[0] as Member).grid;
    const settings = Object.keys(values);
    const chosen = members.find(({ grid }) => grid.state === 'chosen');
    const runs = members.flatMap((member) => member.runs).length;
    // The seeds of an unfinished row are those of all its runs.
    const done = members.filter(({ unfinished }) => !unfinished).flatMap(({ seeds }) => seeds).length;
    return { id, label, metric, settings, members: members.sort(byValues(settings)), chosen, runs, done };
  });
}
const isMember = (row: ComparedRow): row is Member => row.grid !== undefined;

const byValues = (settings: readonly string[]) => (a: Member, b: Member) => {
  for (const path of settings) {
    const [left, right] = [a.grid.values[path], b.grid.values[path]];
    if (typeof left === 'number' && typeof right === 'number' && left !== right) return left - right;
  }
  return 0;
};

/** What chooses, of one member: its best checkpoint's on the validation text. */
export function chosenBy(
  { metric }: ShownGrid,
  { metrics }: Member,
): { mean: number | null; halfWidth: number | null } {
  const summary = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  return { mean: summary?.best ?? null, halfWidth: summary?.bestHalfWidth ?? null };
}

/** The metric against a setting: a curve for each combination of the others' values. */
export interface GridCurves {
  setting: string;
  curves: Curve[];
  bands: Band[];
  /** Whether values are so far apart that they are told from each other by their ratios alone. */
  xLog: boolean;
}

const farApart = 50;

/** Undefined where no setting is a number that takes several values. */
export function gridCurves(grid: ShownGrid): GridCurves | undefined {
  const setting = numericSetting(grid);
  if (setting === undefined) return undefined;
  const groups = new Map<string, Member[]>();
  for (const member of grid.members) {
    const name = othersOf(grid, member, setting);
    groups.set(name, [...(groups.get(name) ?? []), member]);
  }
  const drawn = [...groups].map(([name, members], series) => curveOf(grid, { name, members, series, setting }));
  const x = grid.members.map((member) => member.grid.values[setting] as number);
  const least = Math.min(...x);
  return {
    setting,
    curves: drawn.map(({ curve }) => curve),
    bands: drawn.map(({ band }) => band),
    xLog: least > 0 && Math.max(...x) / least >= farApart,
  };
}

function numericSetting({ settings, members }: ShownGrid): string | undefined {
  const counted = settings
    .map((path) => ({ path, values: new Set(members.map(({ grid }) => grid.values[path])) }))
    .filter(({ values }) => values.size > 1 && [...values].every((value) => typeof value === 'number'));
  return counted.sort((a, b) => b.values.size - a.values.size)[0]?.path;
}

const othersOf = ({ label, settings }: ShownGrid, { grid }: Member, setting: string): string =>
  settings
    .filter((path) => path !== setting)
    .map((path) => `${path}=${String(grid.values[path])}`)
    .join(' ') || label;

interface Combination {
  name: string;
  members: readonly Member[];
  series: number;
  setting: string;
}

function curveOf(grid: ShownGrid, { name, members, series, setting }: Combination): { curve: Curve; band: Band } {
  const x = members.map((member) => member.grid.values[setting] as number);
  const figures = members.map((member) => chosenBy(grid, member));
  const y = figures.map(({ mean }) => mean ?? Number.NaN);
  const at = (sign: number) => figures.map(({ mean, halfWidth }) => (mean ?? Number.NaN) + sign * (halfWidth ?? 0));
  return {
    curve: { id: name, label: name, series, x, y, markers: true },
    band: { id: name, series, x, low: at(-1), high: at(1) },
  };
}
