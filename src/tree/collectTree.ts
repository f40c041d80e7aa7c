import { pathToFileURL } from 'node:url';
import { isOfJob } from '../launching/isOfJob.ts';
import type { Job } from '../launching/job.ts';
import { metrics } from '../metrics/registry.ts';
import { type ComparisonRow, compareRuns, type SeedMean } from '../runs/compareRuns.ts';
import type { RunState } from '../runs/runState.ts';
import { settingsKey } from '../runs/settings.ts';
import { isTokenMeasure } from '../runs/tokenMeasures.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import { type ExperimentRow, type JobRow, type Metric, type RunRow, statusOrder, type VariantRow } from './rows.ts';
import { byTimeDescending, type SortOrder, sortRows } from './sortRows.ts';

/** The tree of these runs, and of the jobs of which nothing else is to be seen. */
export function collectTree(runs: readonly WatchedRun[], jobs: readonly Job[], order: SortOrder): ExperimentRow[] {
  const jobRows = collectJobs(runs, jobs);
  const names = new Set([...runs.map(({ manifest }) => manifest.experiment), ...jobRows.map(([name]) => name)]);
  const experiments = [...names].map((name) => {
    const own = runs.filter(({ manifest }) => manifest.experiment === name);
    const waiting = jobRows.flatMap(([experiment, row]) => (experiment === name ? [row] : []));
    return experimentRow(name, own, waiting, order);
  });
  return sortRows(experiments, order);
}

function experimentRow(name: string, runs: readonly WatchedRun[], jobs: JobRow[], order: SortOrder): ExperimentRow {
  const variants = collectVariants(runs, order);
  const newest = [...variants].sort(byTimeDescending)[0];
  return {
    kind: 'experiment',
    id: JSON.stringify(['experiment', name]),
    label: name,
    uri: newest?.uri ?? jobs[0]?.uri,
    runs: variants.flatMap((variant) => variant.runs),
    running: runs.filter(({ state }) => state.status === 'running').length,
    time: newest?.time ?? jobs[0]?.addedAt ?? '',
    starred: variants.some(({ starred }) => starred),
    children: [...jobs, ...sortRows(variants, order)],
  };
}

/** As the comparison groups them, so that names and figures are the same on every page. */
function collectVariants(runs: readonly WatchedRun[], order: SortOrder): VariantRow[] {
  const groups = new Map<string, WatchedRun[]>();
  for (const run of runs) {
    const key = JSON.stringify([run.manifest.variant, settingsKey(run.manifest)]);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  const rowOf = new Map<string, ComparisonRow>();
  for (const row of compareRuns(runs).flatMap(({ rows }) => rows)) {
    for (const { folder } of row.runs) rowOf.set(folder, row);
  }
  return [...groups.values()].map((group) => {
    const row = group.map(({ folder }) => rowOf.get(folder)).find((found) => found !== undefined);
    return variantRow(group, row!, order);
  });
}

function variantRow(runs: WatchedRun[], compared: ComparisonRow, order: SortOrder): VariantRow {
  const { label, variant } = compared;
  const children = runs.map((run) => runRow(run, label));
  const newest = [...children].sort(byTimeDescending)[0]!;
  return {
    kind: 'variant',
    id: JSON.stringify(['variant', runs[0]!.manifest.experiment, label]),
    label,
    uri: newest.uri,
    variant,
    runs: children.map(({ run }) => run),
    status: statusOrder.find((status) => children.some((child) => child.status === status))!,
    running: children.some(({ status }) => status === 'running'),
    time: newest.time,
    metric: meanMetric(compared),
    starred: children.some(({ starred }) => starred),
    children: sortRows(children, order),
  };
}

function runRow({ folder, manifest, state, annotations, secondsLeft }: WatchedRun, label: string): RunRow {
  const { step, totalSteps, status, ended } = state;
  return {
    kind: 'run',
    id: JSON.stringify(['run', folder]),
    run: folder,
    ...(manifest.file && { uri: pathToFileURL(manifest.file).href }),
    variant: manifest.variant,
    label,
    seed: manifest.seed,
    status,
    ...(ended && ended.state !== 'done' && { reason: ended.reason }),
    ...{ step, totalSteps, secondsLeft },
    time: ended?.time ?? state.startedAt ?? manifest.createdAt,
    metric: runMetric(state),
    ...annotations,
    warnings: state.warnings.length,
  };
}

/** The first metric of the experiment, on the test text or else of the best validation. */
function runMetric({ tested, best, last }: RunState): Metric | undefined {
  const measured = tested ?? best ?? last;
  if (!measured) return undefined;
  const name = Object.keys(measured.scores)[0] ?? 'nll';
  const value = measured.scores[name] ?? measured.nll;
  return Number.isFinite(value) ? metricOf(name, { mean: value, halfWidth: null }) : undefined;
}

function meanMetric({ test, valid }: ComparisonRow): Metric | undefined {
  const means = Object.keys(test).length > 0 ? test : valid;
  const name = Object.keys(means).find((each) => !isTokenMeasure(each)) ?? 'nll';
  const mean = means[name];
  return mean && Number.isFinite(mean.mean) ? metricOf(name, mean) : undefined;
}

function metricOf(name: string, { mean, halfWidth }: Pick<SeedMean, 'mean' | 'halfWidth'>): Metric {
  const known = (metrics as Record<string, { title: string; larger: boolean } | undefined>)[name];
  return {
    title: known?.title ?? (name === 'nll' ? 'NLL' : name),
    value: mean,
    halfWidth,
    larger: known?.larger ?? name !== 'nll',
  };
}

/** Jobs that wait, and those whose trainer is still preparing: the others are seen by their runs. */
function collectJobs(runs: readonly WatchedRun[], jobs: readonly Job[]): [experiment: string, JobRow][] {
  const open = jobs.filter(({ state }) => state !== 'ended');
  return open
    .filter((job) => job.state === 'waiting' || !isTraining(job, runs))
    .map((job) => [job.experiment, jobRow(job, open.indexOf(job))]);
}

function jobRow(job: Job, ahead: number): JobRow {
  const { id, file, variants, seeds, addedAt } = job;
  const state = job.state === 'waiting' ? 'waiting' : 'starting';
  const uri = pathToFileURL(file).href;
  return { kind: 'job', id: JSON.stringify(['job', id]), job: id, uri, variants, seeds, state, ahead, addedAt };
}

/** Whether the job's trainer is busy with one of these. */
const isTraining = (job: Job, runs: readonly WatchedRun[]): boolean =>
  runs.some((run) => run.state.status === 'running' && isOfJob(job, run, runs));
