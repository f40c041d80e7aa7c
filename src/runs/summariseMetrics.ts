import { type ComparisonRow, meanOf } from './compareRuns.ts';
import type { RunEvent } from './events.ts';
import { measuresOf } from './tokenMeasures.ts';

/** One metric of one row, each the mean over its seeds; null where nothing was measured. */
export interface MetricFigures {
  /** Over all validations of a run. */
  min: number | null;
  max: number | null;
  /** Of the newest validation. */
  last: number | null;
  /** Of the best checkpoint, on the validation text. */
  best: number | null;
  /** Half the width of the 95 % interval; null for one seed. */
  bestHalfWidth: number | null;
  /** Of the best checkpoint, on the test text. */
  test: number | null;
  testHalfWidth: number | null;
}

/** The figures of every metric that the row has. `eventsOf` answers a run's events that count; `task` is that of the runs. */
export function summariseMetrics(
  row: ComparisonRow,
  eventsOf: (folder: string) => readonly RunEvent[],
  task: unknown,
): Record<string, MetricFigures> {
  const runs = countedRuns(row).map(({ folder }) => validations(eventsOf(folder), task));
  const inValidations = runs.flatMap((measured) => measured.flatMap((values) => Object.keys(values)));
  const names = new Set([...inValidations, ...Object.keys(row.valid), ...Object.keys(row.test)]);
  return Object.fromEntries([...names].map((name) => [name, figures(name, row, runs)]));
}

/** The runs that the row's means are over. */
export const countedRuns = (row: ComparisonRow): ComparisonRow['runs'] =>
  row.runs.filter(({ status }) => row.unfinished || status === 'done');

/** What each validation of a run measured, in order. The objective is not comparable between variants, and left out. */
const validations = (events: readonly RunEvent[], task: unknown): Record<string, number>[] =>
  events.flatMap((event) => (event.kind === 'evaluated' ? [measuresOf(event, task)] : []));

function figures(name: string, { valid, test }: ComparisonRow, runs: Record<string, number>[][]): MetricFigures {
  const values = runs.map((measured) => measured.map((each) => each[name]).filter(isMeasured));
  const mean = (pick: (ofRun: number[]) => number | undefined) => orNull(meanOf(values.map(pick))?.mean);
  return {
    min: mean((ofRun) => ofRun.reduce(smaller, ofRun[0])),
    max: mean((ofRun) => ofRun.reduce(larger, ofRun[0])),
    last: mean((ofRun) => ofRun.at(-1)),
    best: orNull(valid[name]?.mean),
    bestHalfWidth: orNull(valid[name]?.halfWidth),
    test: orNull(test[name]?.mean),
    testHalfWidth: orNull(test[name]?.halfWidth),
  };
}

const smaller = (a: number | undefined, b: number): number => Math.min(a ?? b, b);
const larger = (a: number | undefined, b: number): number => Math.max(a ?? b, b);

const isMeasured = (value: number | undefined): value is number => Number.isFinite(value);

/** A run that diverged measures NaN, which messages cannot carry. */
const orNull = (value: number | null | undefined): number | null =>
  value !== null && isMeasured(value) ? value : null;
