import type { AnalysisProfile } from '../../src/analyses/analysis.ts';
import type { AnalysedRun } from '../../src/pages/protocol.ts';
import { type SeedBand, seedBand } from '../charts/bands.ts';

/** Values of several seeds at the same places: their mean and its 95 % interval, NaN where there is none. */
export type Means = Pick<SeedBand, 'mean' | 'low' | 'high'>;

/** One row of a comparison with what an analysis found of each of its seeds. */
export interface AnalysedRow {
  label: string;
  runs: readonly AnalysedRun[];
}

/** A profile of several rows: each row's means by column, in the order of the labels. */
export interface MeanProfile {
  labels: string[];
  /** As they come in the runs. */
  columns: string[];
  rows: { label: string; means: ReadonlyMap<string, Means> }[];
}

/** Runs by the row that they belong to, rows in the order in which the host tells them. */
export function analysedRows(runs: readonly AnalysedRun[]): AnalysedRow[] {
  const rows = new Map<string, AnalysedRun[]>();
  for (const run of runs) rows.set(run.label, [...(rows.get(run.label) ?? []), run]);
  return [...rows].map(([label, ofRow]) => ({ label, runs: ofRow }));
}

/** Mean over seeds of each figure, by name. */
export function meanFigures({ runs }: AnalysedRow): Map<string, Means> {
  const names = new Set(runs.flatMap(({ result }) => Object.keys(result.figures)));
  return new Map(
    [...names].map((name) => [name, meansOf(runs.map(({ result }) => [own(result.figures, name) ?? Number.NaN]))]),
  );
}

/** Names of the profiles that any run has. */
export const profileNames = (rows: readonly AnalysedRow[]): string[] => [
  ...new Set(rows.flatMap(({ runs }) => runs.flatMap(({ result }) => Object.keys(result.profiles)))),
];

/** Mean over seeds of each column, point by point: points of equal labels are the same. */
export function meanProfile(rows: readonly AnalysedRow[], name: string): MeanProfile {
  const found = rows.map(({ label, runs }) => ({
    label,
    profiles: runs.flatMap(({ result }) => own(result.profiles, name) ?? []),
  }));
  const all = found.flatMap(({ profiles }) => profiles);
  const labels = [...new Set(all.flatMap((profile) => profile.labels))];
  const columns = [...new Set(all.flatMap((profile) => Object.keys(profile.columns)))];
  return {
    labels,
    columns,
    rows: found.map(({ label, profiles }) => {
      const places = profiles.map((profile) => new Map(profile.labels.map((each, at) => [each, at])));
      const valuesOf = (profile: AnalysisProfile, index: number, column: string) =>
        labels.map((each) => own(profile.columns, column)?.[places[index]!.get(each) ?? -1] ?? Number.NaN);
      const means = columns.map((column) => {
        const values = profiles.map((profile, index) => valuesOf(profile, index, column));
        return [column, meansOf(values)] as const;
      });
      return { label, means: new Map(means) };
    }),
  };
}

/** `values` has an array of equal length for each seed. */
function meansOf(values: readonly (readonly number[])[]): Means {
  const x = Array.from({ length: values[0]?.length ?? 0 }, (_, at) => at);
  return seedBand(values.map((y) => ({ x, y })));
}

/** A name in a file may be that of something that every object has. */
const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;
