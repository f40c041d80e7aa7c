import { metrics } from '../metrics/registry.ts';
import type { ComparisonRow, SeedMean } from './compareRuns.ts';
import type { Manifest } from './events.ts';
import { settingsKey } from './settings.ts';

/** One variant of a grid: what its settings are, and what validation says of it. */
export interface GridMember {
  /** The label of its row. */
  label: string;
  /** The grid's settings by path. */
  values: Record<string, unknown>;
  /** Of the metric that chooses, at the best checkpoint; absent while nothing is measured. */
  valid?: SeedMean;
  unfinished: boolean;
}

/** The members of a grid, and which of them validation chose. The test text plays no part in that. */
export interface GridComparison {
  /** The grid's name in the file, with a number where the same name stood for several. */
  label: string;
  /** Paths within the variant. */
  settings: string[];
  /** What chooses: the metric that chooses the best checkpoint. */
  metric: string;
  higherIsBetter: boolean;
  members: GridMember[];
  /** The label of the best member of those that are trained. */
  chosen?: string;
  /** Of all members: the runs that have begun, and those that are done. Until all are, another may yet be chosen. */
  runs: number;
  done: number;
}

/** The grids that rows belong to. `manifests` are of the rows' first runs. */
export function compareGrids(rows: readonly ComparisonRow[], manifests: readonly Manifest[]): GridComparison[] {
  const groups = new Map<string, number[]>();
  for (const [index, manifest] of manifests.entries()) {
    if (manifest.grid === undefined) continue;
    const key = gridKey(manifest, manifest.grid);
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const labels = new Map<string, number>();
  return [...groups.values()].map((indices) => {
    const { grid, settings } = manifests[indices[0] as number] as Manifest;
    const name = grid?.variant ?? '';
    const count = (labels.get(name) ?? 0) + 1;
    labels.set(name, count);
    const metric = metricOf(settings);
    const members = indices.map((index) =>
      memberOf(rows[index] as ComparisonRow, manifests[index] as Manifest, metric),
    );
    const runs = indices.flatMap((index) => (rows[index] as ComparisonRow).runs);
    return {
      label: count === 1 ? name : `${name} #${count}`,
      settings: Object.keys(grid?.settings ?? {}),
      runs: runs.length,
      done: runs.filter(({ status }) => status === 'done').length,
      ...withChoice(members.sort(bySettings), metric),
    };
  });
}

/** By one setting after the other, numbers before what is none; members that differ in no number stay as they were. */
function bySettings(a: GridMember, b: GridMember): number {
  for (const path of Object.keys(a.values)) {
    const [left, right] = [rank(a.values[path]), rank(b.values[path])];
    if (left !== right) return left - right;
  }
  return 0;
}

const rank = (value: unknown): number => (typeof value === 'number' ? value : Number.POSITIVE_INFINITY);

/** Members differ in the grid's settings alone. */
function gridKey(manifest: Manifest, { variant, settings }: NonNullable<Manifest['grid']>): string {
  const paths = Object.keys(settings);
  return JSON.stringify([variant, paths, settingsKey(manifest, new Set(paths.map((path) => `objective.${path}`)))]);
}

function metricOf({ training }: Manifest['settings']): string {
  const { best } = (training ?? {}) as { best?: unknown };
  return typeof best === 'string' ? best : 'nll';
}

const memberOf = ({ label, valid, unfinished }: ComparisonRow, { grid }: Manifest, metric: string): GridMember => ({
  ...{ label, values: grid?.settings ?? {}, unfinished },
  ...(valid[metric] && { valid: valid[metric] }),
});

function withChoice(members: GridMember[], metric: string) {
  const known: Record<string, { larger: boolean }> = metrics;
  const higherIsBetter = known[metric]?.larger ?? false;
  const worth = ({ valid }: GridMember) => (higherIsBetter ? 1 : -1) * (valid?.mean ?? Number.NaN);
  const eligible = members.filter((member) => !member.unfinished && Number.isFinite(worth(member)));
  // Of equals the first.
  const best = eligible.reduce<GridMember | undefined>(
    (before, member) => (before === undefined || worth(member) > worth(before) ? member : before),
    undefined,
  );
  return { metric, higherIsBetter, members, ...(best && { chosen: best.label }) };
}

/** Whether test figures of a row are told: of a grid's members, those of the chosen one alone. */
export const isReported = (label: string, grids: readonly GridComparison[]): boolean =>
  grids.every(
    ({ members, chosen }) =>
      chosen === undefined || chosen === label || members.every((member) => member.label !== label),
  );
