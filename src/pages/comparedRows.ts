import { metrics } from '../metrics/registry.ts';
import type { GridComparison } from '../runs/compareGrids.ts';
import { type ComparisonRow, compareRuns, type MeasuredRun } from '../runs/compareRuns.ts';
import type { Manifest, RunEvent } from '../runs/events.ts';
import { differingSettings } from '../runs/settings.ts';
import { countedRuns, summariseMetrics } from '../runs/summariseMetrics.ts';
import { tokenMeasures } from '../runs/tokenMeasures.ts';
import type { ComparedRow, ToPage } from './protocol.ts';

/** A row of a comparison that may span experiments; its label is unique. */
export interface LabelledRow extends ComparisonRow {
  experiment: string;
  grid?: ComparedRow['grid'];
}

/** Rows that take part where the test text does: of a grid, the member that validation chose. */
export const reportedRows = <Row extends Pick<LabelledRow, 'grid'>>(rows: readonly Row[]): Row[] =>
  rows.filter(({ grid }) => grid?.state !== 'left');

/** The variants of all these runs as rows. A label that several experiments have names its experiment. */
export function labelledRows(runs: readonly MeasuredRun[]): LabelledRow[] {
  const rows = compareRuns(runs).flatMap(({ experiment, rows, grids }) =>
    rows.map((row) => ({ ...row, experiment, ...membership(row, grids) })),
  );
  const ambiguous = repeated(rows.map(({ label }) => label));
  const taken = new Set<string>();
  return rows.map((row) => {
    const wanted = ambiguous.has(row.label) ? `${row.experiment}: ${row.label}` : row.label;
    const label = free(wanted, taken);
    taken.add(label);
    return { ...row, label };
  });
}

function membership({ label }: ComparisonRow, grids: readonly GridComparison[]): Pick<LabelledRow, 'grid'> {
  for (const { label: grid, metric, members, chosen } of grids) {
    const member = members.find((each) => each.label === label);
    if (member === undefined) continue;
    const state = chosen === undefined ? 'open' : chosen === label ? 'chosen' : 'left';
    return { grid: { label: grid, metric, values: member.values, state } };
  }
  return {};
}

const repeated = (names: string[]): Set<string> =>
  new Set(names.filter((name, index) => names.indexOf(name) !== index));

function free(wanted: string, taken: Set<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${wanted} #${number}`)) return `${wanted} #${number}`;
  }
}

/** What the page is told of the rows. `eventsOf` answers a run's events that count. */
export function comparisonMessage(
  rows: readonly LabelledRow[],
  manifestOf: (folder: string) => Manifest,
  eventsOf: (folder: string) => readonly RunEvent[],
): Extract<ToPage, { type: 'comparison' }> {
  const first = rows.flatMap(({ runs: [run] }) => (run ? [manifestOf(run.folder)] : []));
  const compared = rows.map((row, index) => comparedRow(row, eventsOf, first[index]?.settings.task));
  const names = new Set(compared.flatMap((row) => Object.keys(row.metrics)));
  return {
    type: 'comparison',
    rows: compared,
    differing: differingSettings(first).map(({ path, values }) => ({
      ...{ path, values: values.map((value) => value ?? null) },
    })),
    higherIsBetter: Object.fromEntries([...names].flatMap((name) => direction(name))),
  };
}

function comparedRow(row: LabelledRow, eventsOf: (folder: string) => readonly RunEvent[], task: unknown): ComparedRow {
  const { label, experiment, variant, unfinished } = row;
  return {
    ...{ label, experiment, variant, unfinished },
    runs: row.runs.map(({ folder }) => folder),
    seeds: countedRuns(row).map(({ seed }) => seed),
    ...(row.grid && { grid: row.grid }),
    metrics: summariseMetrics(row.grid?.state === 'left' ? { ...row, test: {} } : row, eventsOf, task),
    tokensPerSecond: row.tokensPerSecond ?? null,
    seconds: row.seconds ?? null,
  };
}

const measures: Record<string, boolean> = {
  ...tokenMeasures,
  ...Object.fromEntries(Object.entries(metrics).map(([name, { larger }]) => [name, larger])),
};

const direction = (name: string): [string, boolean][] => (measures[name] === undefined ? [] : [[name, measures[name]]]);
