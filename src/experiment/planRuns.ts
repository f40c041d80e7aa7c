import { createHash } from 'node:crypto';
import { nearestName } from '../nearestName.ts';
import type { TaskName } from '../tasks/registry.ts';
import { UserError } from '../userError.ts';
import type { VariantSpec } from './axes.ts';
import { canonicalJson } from './canonicalJson.ts';
import { nameList } from './expected.ts';
import { referencesOf, referenceTo, referredId, withReferences } from './runReferences.ts';
import type { ExperimentSpec, SpecOf } from './schema.ts';
import { trainingOf } from './trainingSchema.ts';
import { type Membership, membershipOf, membersOf } from './variants/grid.ts';

/** Everything that shapes a run of a task but its seed, with no name in it. */
export type RunSettingsOf<N extends TaskName> = N extends TaskName
  ? Omit<SpecOf<N>, 'experiment' | 'variants' | 'grids' | 'training'> & {
      training: Omit<SpecOf<N>['training'], 'seeds'>;
      /** The variant's choices. */
      objective: VariantSpec;
    }
  : never;

export type RunSettings = RunSettingsOf<TaskName>;

/** One variant with one seed. */
export interface PlannedRun {
  variant: string;
  /** Where the variant is a member of a grid. */
  grid?: Membership;
  seed: number;
  settings: RunSettings;
  /** Twelve hexadecimal digits; equal for runs that compute the same, wherever and whenever. */
  id: string;
}

export interface PlanOptions {
  /** Names of variants, a grid's for all of its members; all when absent. */
  variants?: readonly string[];
  /** Seeds; those of the experiment when absent. */
  seeds?: readonly number[];
  /** SHA-256 over the content of the data's files, so that other data makes other runs. */
  dataFingerprint: string;
  /** The identity of a run folder that training starts from; without it, its path is what tells it from others. */
  identityOf?(folder: string): string;
}

/**
 * The runs of an experiment, variant by variant: those that others start or learn from come before them, whether they
 * are asked for or not. Throws a UserError for a variant that it does not have.
 */
export function planRuns(spec: ExperimentSpec, options: PlanOptions): PlannedRun[] {
  const names = options.variants?.flatMap((name) => membersOf(spec.grids, name)) ?? Object.keys(spec.variants);
  const seeds = [...new Set(options.seeds ?? spec.training.seeds)];
  return inOrder(spec, names).flatMap((variant) => {
    const grid = membershipOf(spec.grids, variant);
    return seeds.map((seed) => ({ variant, seed, ...identified(spec, variant, seed, options), ...(grid && { grid }) }));
  });
}

/** The variants, each after those that it refers to. */
function inOrder(spec: ExperimentSpec, names: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (name: string, above: readonly string[]): void => {
    if (found.has(name) || above.includes(name)) return;
    for (const other of variantsBehind(spec, name)) visit(other, [...above, name]);
    found.add(name);
  };
  for (const name of names) visit(name, []);
  return [...found];
}

/** The variants of the file that a variant starts or learns from. */
export const variantsBehind = (spec: ExperimentSpec, variant: string): string[] =>
  referencesOf(settingsOf(spec, variant)).filter((name) => Object.hasOwn(spec.variants, name));

/** A run's settings, in which an identity stands for another variant's run with the same seed, and its own identity. */
function identified(
  spec: ExperimentSpec,
  variant: string,
  seed: number,
  options: PlanOptions,
): Pick<PlannedRun, 'settings' | 'id'> {
  const settings = withReferences(settingsOf(spec, variant), (name) =>
    Object.hasOwn(spec.variants, name) ? referenceTo(identified(spec, name, seed, options).id) : name,
  );
  const { start } = settings.training;
  const isFolder = start && referredId(start.run) === undefined;
  const origin = isFolder ? options.identityOf?.(start.run) : undefined;
  return { settings, id: runId(settings, seed, options.dataFingerprint, origin) };
}

/** The variants as the file has them: a grid's name for all of its members. */
export const writtenNames = ({ variants, grids }: ExperimentSpec): string[] => [
  ...new Set(Object.keys(variants).map((name) => membershipOf(grids, name)?.variant ?? name)),
];

function settingsOf(spec: ExperimentSpec, variant: string): RunSettings {
  if (!Object.hasOwn(spec.variants, variant)) throw noVariant(spec, variant);
  const { experiment: _experiment, variants, grids: _grids, training, ...rest } = spec;
  const { training: own, ...objective } = variants[variant]!;
  const { seeds: _seeds, ...trainingWithoutSeeds } = trainingOf(training, own);
  return { ...rest, training: trainingWithoutSeeds, objective };
}

function noVariant(spec: ExperimentSpec, name: string): UserError {
  const nearest = nearestName(name, [...Object.keys(spec.variants), ...Object.keys(spec.grids)]);
  const fix = nearest === undefined ? `Use ${nameList(writtenNames(spec))}.` : `Did you mean \`${nearest}\`?`;
  return new UserError(`the experiment has no variant \`${name}\``, { fix });
}

/** How often state is saved and how many samples are kept changes nothing that is computed. */
function runId(settings: RunSettings, seed: number, dataFingerprint: string, origin?: string): string {
  const { samples: _samples, training, ...rest } = settings;
  const { checkpoint: _checkpoint, ...shaping } = training;
  const content = canonicalJson({ ...rest, training: shaping, seed, dataFingerprint, origin });
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
