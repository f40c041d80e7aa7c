import { compareGrids, type GridComparison } from './compareGrids.ts';
import type { Manifest } from './events.ts';
import type { RunState, RunStatus } from './runState.ts';
import { type DifferingSetting, differingSettings, settingsKey } from './settings.ts';
import { t95 } from './studentT.ts';
import { measuresOf } from './tokenMeasures.ts';

/** What is compared of a run: what readRunFolder says of it, and its pace. */
export interface MeasuredRun {
  folder: string;
  manifest: Manifest;
  state: RunState;
  tokensPerSecond?: number;
}

/** Of `n` seeds. The half width of the 95 % interval is null for one seed, which says nothing of the spread. */
export interface SeedMean {
  mean: number;
  halfWidth: number | null;
  n: number;
}

/** By the names of measuresOf. */
export type MetricMeans = Partial<Record<string, SeedMean>>;

/** One variant: the mean over its seeds. */
export interface ComparisonRow {
  variant: string;
  /** The variant, with a number where the same name stood for several settings. */
  label: string;
  /** No run is done: the means are over all runs as they are. Else they are over the runs that are done. */
  unfinished: boolean;
  runs: { folder: string; id: string; seed: number; status: RunStatus }[];
  states: Partial<Record<RunStatus, number>>;
  /** Of the best checkpoint, on the validation text and on the test text. */
  valid: MetricMeans;
  test: MetricMeans;
  /** Means over the seeds. */
  bestStep?: number;
  lastStep?: number;
  tokensPerSecond?: number;
  seconds?: number;
}

/** The variants of one experiment. `values` of a differing setting are in the order of the rows. */
export interface Comparison {
  experiment: string;
  rows: ComparisonRow[];
  differing: DifferingSetting[];
  grids: GridComparison[];
}

/**
 * Groups runs by experiment and variant, oldest first. Runs of one variant whose settings or data differ in more than
 * the seed are rows of their own, and a run that was made twice counts once.
 */
export function compareRuns(runs: readonly MeasuredRun[]): Comparison[] {
  const oldestFirst = [...runs].sort((a, b) => compareText(a.manifest.createdAt, b.manifest.createdAt));
  return [...groupBy(oldestFirst, ({ manifest }) => manifest.experiment)].map(([experiment, ofExperiment]) => {
    const groups = [...groupBy(ofExperiment, rowKey).values()].map(oncePerSeed);
    const first = groups.map(([run]) => (run as MeasuredRun).manifest);
    const rows = groups.map((group, index) => toRow(group, labelOf(first, index)));
    return { experiment, rows, differing: differingSettings(first), grids: compareGrids(rows, first) };
  });
}

/** As Map.groupBy, which Node 20 lacks. */
function groupBy(runs: MeasuredRun[], key: (run: MeasuredRun) => string): Map<string, MeasuredRun[]> {
  const groups = new Map<string, MeasuredRun[]>();
  for (const run of runs) {
    const name = key(run);
    const group = groups.get(name);
    if (group) group.push(run);
    else groups.set(name, [run]);
  }
  return groups;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const rowKey = ({ manifest }: MeasuredRun): string => JSON.stringify([manifest.variant, settingsKey(manifest)]);

/** The newest run of each seed that is done, else the newest: one that failed and was made again is not two seeds. */
function oncePerSeed(runs: MeasuredRun[]): MeasuredRun[] {
  const bySeed = new Map<number, MeasuredRun>();
  for (const run of runs) {
    const earlier = bySeed.get(run.manifest.seed);
    if (earlier?.state.status !== 'done' || run.state.status === 'done') bySeed.set(run.manifest.seed, run);
  }
  return [...bySeed.values()].sort((a, b) => a.manifest.seed - b.manifest.seed);
}

function labelOf(manifests: Manifest[], index: number): string {
  const { variant } = manifests[index] as Manifest;
  const before = manifests.slice(0, index).filter((manifest) => manifest.variant === variant).length;
  return before === 0 ? variant : `${variant} #${before + 1}`;
}

function toRow(runs: MeasuredRun[], label: string): ComparisonRow {
  const done = runs.filter(({ state }) => state.status === 'done');
  const unfinished = done.length === 0;
  const counted = unfinished ? runs : done;
  const mean = (pick: (run: MeasuredRun) => number | undefined) => meanOf(counted.map(pick))?.mean;
  return {
    variant: runs[0]?.manifest.variant ?? label,
    label,
    unfinished,
    runs: runs.map(({ folder, manifest: { id, seed }, state: { status } }) => ({ folder, id, seed, status })),
    states: countStates(runs),
    valid: metricMeans(counted, ({ best, last }) => best ?? last),
    test: metricMeans(counted, ({ tested }) => tested),
    bestStep: mean(({ state }) => state.best?.step),
    lastStep: mean(({ state }) => state.step),
    tokensPerSecond: mean((run) => run.tokensPerSecond),
    seconds: mean(({ state }) => (state.ended ? state.seconds : undefined)),
  };
}

function countStates(runs: MeasuredRun[]): ComparisonRow['states'] {
  const states: ComparisonRow['states'] = {};
  for (const { state } of runs) states[state.status] = (states[state.status] ?? 0) + 1;
  return states;
}

function metricMeans(
  runs: readonly MeasuredRun[],
  pick: (state: RunState) => Parameters<typeof measuresOf>[0] | undefined,
): MetricMeans {
  const all = runs.flatMap(({ state, manifest }) => {
    const measured = pick(state);
    return measured ? [measuresOf(measured, manifest.settings.task)] : [];
  });
  const names = [...new Set(all.flatMap((values) => Object.keys(values)))];
  return Object.fromEntries(
    names.flatMap((name) => {
      const mean = meanOf(all.map((values) => values[name]));
      return mean === undefined ? [] : [[name, mean]];
    }),
  );
}

/** Mean ± t·s/√n with the sample's standard deviation s: its 95 % interval where seeds vary normally. */
export function meanOf(values: (number | undefined)[]): SeedMean | undefined {
  const known = values.filter((value) => value !== undefined);
  const n = known.length;
  if (n === 0) return undefined;
  const mean = known.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, halfWidth: null, n };
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, halfWidth: t95(n - 1) * Math.sqrt(variance / n), n };
}
