import { resolve } from 'node:path';
import { planRuns } from '../experiment/planRuns.ts';
import type { ExperimentSpec } from '../experiment/schema.ts';
import { membersOf } from '../experiment/variants/grid.ts';
import type { Job } from '../launching/job.ts';
import { trainsVariant } from '../launching/trainsVariant.ts';
import { compareRuns, meanOf, type SeedMean } from '../runs/compareRuns.ts';
import { isOfVariant } from '../runs/isOfVariant.ts';
import { settingsKey } from '../runs/settings.ts';
import type { WatchedRun } from '../watching/runIndex.ts';
import { type OutlineNode, outlineOf } from './outline.ts';
import type { Span } from './textScanner.ts';

/** What stands over the file, and over a variant. */
export type Lens = Span &
  (
    | { kind: 'runAll'; runs: number | undefined }
    | { kind: 'compareAll'; runs: string[] }
    | { kind: 'run'; variant: string }
    /** `member`: of a grid, the variant that is previewed. */
    | { kind: 'preview'; variant: string; member?: string }
    | { kind: 'compareWithFirst'; variant: string; first: string }
    | { kind: 'result'; variant: string; result: VariantResult }
    | { kind: 'running'; variant: string; percent: number | undefined; runs: string[]; jobs: string[] }
    | { kind: 'queued'; variant: string; jobs: string[] }
  );

/** The key metric of a variant over its seeds. */
export interface VariantResult extends SeedMean {
  metric: string;
  split: 'test' | 'valid';
  /** The runs behind it. */
  runs: string[];
  /** Whether the variant, the model or anything else of it was changed since. */
  outdated: boolean;
}

export interface LensState {
  file: string;
  /** The last text without errors, as a checked experiment. */
  spec?: ExperimentSpec;
  runs: readonly WatchedRun[];
  jobs: readonly Job[];
}

/** The lenses of an experiment file. Places are those of the text as it is, also while it has errors. */
export function lensesOf(text: string, state: LensState): Lens[] {
  const root = outlineOf(text);
  if (root?.kind !== 'map') return [];
  const own = ownRuns(state);
  const jobs = state.jobs.filter(({ file }) => resolve(file) === resolve(state.file));
  const variants = variantsIn(root);
  const [first] = variants;
  const top = { start: 0, end: 0 };
  const { spec } = state;
  const grids = spec?.grids ?? {};
  const planned = spec && variants.flatMap(({ name }) => membersOf(grids, name)).length * spec.training.seeds.length;
  const over: Lens[] = [{ ...top, kind: 'runAll', runs: planned }];
  if (own.length > 0) over.push({ ...top, kind: 'compareAll', runs: own.map(({ run }) => run.folder) });
  const below = variants.flatMap(({ name, ...span }) => {
    const mine = own.filter(({ run }) => isOfVariant(run.manifest, name));
    const waiting = jobs.filter((job) => trainsVariant(job, name, grids));
    return variantLenses({ name, span, first: first?.name ?? name, spec, runs: mine, jobs: waiting });
  });
  return [...over, ...below];
}

function variantsIn(root: Extract<OutlineNode, { kind: 'map' }>): (Span & { name: string })[] {
  const variants = root.entries.find(({ key }) => key.text === 'variants')?.value;
  if (variants?.kind !== 'map') return [];
  return variants.entries
    .filter(({ key, colon }) => colon && key.text !== '<<')
    .map(({ key: { text: name, start, end } }) => ({ name, start, end }));
}

interface OwnRun {
  run: WatchedRun;
  /** Whether the file, as it is, plans this very run. */
  planned: boolean;
}

/**
 * The runs of this file. A run's identity is a hash of settings, seed and data; with the data that the run itself had,
 * it can be told without reading any. What an earlier state of the file planned counts by its names.
 */
function ownRuns({ file, spec, runs }: LensState): OwnRun[] {
  return runs
    .map((run) => ({ run, planned: spec !== undefined && isPlanned(spec, run) }))
    .filter(({ run, planned }) => planned || isNamed(run, file, spec));
}

function isPlanned(spec: ExperimentSpec, { manifest: { id, experiment, variant, seed, data } }: WatchedRun): boolean {
  if (experiment !== spec.experiment || !Object.hasOwn(spec.variants, variant)) return false;
  return planRuns(spec, { variants: [variant], seeds: [seed], dataFingerprint: data }).some(
    (run) => run.variant === variant && run.id === id,
  );
}

const isNamed = ({ manifest }: WatchedRun, file: string, spec: ExperimentSpec | undefined): boolean =>
  resolve(manifest.file) === resolve(file) && (spec === undefined || manifest.experiment === spec.experiment);

interface VariantState {
  name: string;
  span: Span;
  first: string;
  spec: ExperimentSpec | undefined;
  runs: OwnRun[];
  jobs: Job[];
}

function variantLenses({ name, span, first, spec, runs, jobs }: VariantState): Lens[] {
  const [previewed = name] = membersOf(spec?.grids ?? {}, name);
  const lenses: Lens[] = [
    { ...span, kind: 'run', variant: name },
    { ...span, kind: 'preview', variant: name, ...(previewed !== name && { member: previewed }) },
  ];
  if (name !== first) lenses.push({ ...span, kind: 'compareWithFirst', variant: name, first });
  const result = resultOf(runs, spec);
  if (result) lenses.push({ ...span, kind: 'result', variant: name, result });
  const live = runs.map(({ run }) => run).filter(({ state }) => state.status === 'running');
  // A job trains its variants in turn: of one that has several, those that have not begun are still waiting.
  const started = jobs.filter(({ state, variants }) => state === 'running' && variants?.length === 1);
  const toCome = isComplete(name, runs, spec)
    ? []
    : jobs.filter((job) => job.state !== 'ended' && !started.includes(job));
  if (live.length > 0 || started.length > 0) {
    const of = { runs: live.map(({ folder }) => folder), jobs: started.map(({ id }) => id) };
    lenses.push({ ...span, kind: 'running', variant: name, percent: progress(live), ...of });
  } else if (toCome.length > 0) {
    lenses.push({ ...span, kind: 'queued', variant: name, jobs: toCome.map(({ id }) => id) });
  }
  return lenses;
}

/** Whether the runs of all planned seeds are done, so that a job has nothing left to do for the variant. */
function isComplete(name: string, runs: readonly OwnRun[], spec: ExperimentSpec | undefined): boolean {
  if (spec === undefined) return false;
  const done = runs.filter(({ run, planned }) => planned && run.state.status === 'done').map(({ run }) => run.manifest);
  return membersOf(spec.grids, name).every((member) => {
    const seeds = new Set(done.filter(({ variant }) => variant === member).map(({ seed }) => seed));
    return spec.training.seeds.every((seed) => seeds.has(seed));
  });
}

/** Whole per cent of the steps that the runs in training will do. */
function progress(runs: readonly WatchedRun[]): number | undefined {
  const known = runs.filter(({ state }) => state.totalSteps !== undefined);
  const total = known.reduce((sum, { state }) => sum + (state.totalSteps ?? 0), 0);
  const done = known.reduce((sum, { state }) => sum + state.step, 0);
  return total === 0 ? undefined : Math.min(100, Math.floor((100 * done) / total));
}

/** Of the runs that are done: those that the file plans, else those of an earlier state of it. */
function resultOf(runs: readonly OwnRun[], spec: ExperimentSpec | undefined): VariantResult | undefined {
  const done = runs.filter(({ run }) => run.state.status === 'done');
  const planned = done.filter((own) => own.planned);
  const shown = chosenOfGrid((planned.length > 0 ? planned : done).map(({ run }) => run));
  const counted = oncePerSeed(planned.length > 0 ? shown : newestSettings(shown));
  const metric = spec?.metrics[0]?.kind ?? Object.keys(counted[0]?.state.best?.scores ?? {})[0] ?? 'nll';
  for (const split of ['test', 'valid'] as const) {
    const values = counted.map(({ state }) => scoreOf(split === 'test' ? state.tested : state.best, metric));
    const mean = values.includes(undefined) ? undefined : meanOf(values);
    const folders = counted.map(({ folder }) => folder);
    if (mean) return { ...mean, metric, split, runs: folders, outdated: spec !== undefined && planned.length === 0 };
  }
  return undefined;
}

/** Of a grid's runs, those of the member that validation chose. */
function chosenOfGrid(runs: readonly WatchedRun[]): readonly WatchedRun[] {
  if (runs.every(({ manifest }) => manifest.grid === undefined)) return runs;
  const compared = compareRuns(runs);
  const chosen = compared.flatMap(({ grids }) => grids.flatMap((grid) => grid.chosen ?? [])).at(-1);
  if (chosen === undefined) return runs;
  const row = compared.flatMap(({ rows }) => rows).find(({ label }) => label === chosen);
  return runs.filter(({ folder }) => row?.runs.some((run) => run.folder === folder));
}

/** Runs with the settings of the newest one, whatever their seed. */
function newestSettings(runs: readonly WatchedRun[]): WatchedRun[] {
  const newest = runs.at(-1);
  const key = newest && settingsKey(newest.manifest);
  return runs.filter(({ manifest }) => settingsKey(manifest) === key);
}

const oncePerSeed = (runs: readonly WatchedRun[]): WatchedRun[] => [
  ...new Map(runs.map((run) => [run.manifest.seed, run])).values(),
];

function scoreOf(measured: { nll: number; scores: Record<string, number> } | undefined, metric: string) {
  return metric === 'nll' ? measured?.nll : measured?.scores[metric];
}
