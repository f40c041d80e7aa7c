import { createHash } from 'node:crypto';
import { nearestName } from '../nearestName.ts';
import type { TaskName } from '../tasks/registry.ts';
import { UserError } from '../userError.ts';
import type { VariantSpec } from './axes.ts';
import { canonicalJson } from './canonicalJson.ts';
import { nameList } from './expected.ts';
import type { ExperimentSpec, SpecOf } from './schema.ts';
import type { TrainingSpec } from './trainingSchema.ts';
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
}

/** The runs of an experiment, variant by variant. Throws a UserError for a variant that it does not have. */
export function planRuns(spec: ExperimentSpec, { variants, seeds, dataFingerprint }: PlanOptions): PlannedRun[] {
  const names = variants?.flatMap((name) => membersOf(spec.grids, name)) ?? Object.keys(spec.variants);
  return [...new Set(names)].flatMap((variant) => {
    const settings = settingsOf(spec, variant);
    const grid = membershipOf(spec.grids, variant);
    const chosenSeeds = [...new Set(seeds ?? spec.training.seeds)];
    return chosenSeeds.map((seed) => ({
      ...{ variant, seed, settings, id: runId(settings, seed, dataFingerprint) },
      ...(grid && { grid }),
    }));
  });
}

/** The variants as the file has them: a grid's name for all of its members. */
export const writtenNames = ({ variants, grids }: ExperimentSpec): string[] => [
  ...new Set(Object.keys(variants).map((name) => membershipOf(grids, name)?.variant ?? name)),
];

function settingsOf(spec: ExperimentSpec, variant: string): RunSettings {
  if (!Object.hasOwn(spec.variants, variant)) throw noVariant(spec, variant);
  const { experiment: _experiment, variants, grids: _grids, training, ...rest } = spec;
  const { seeds: _seeds, ...trainingWithoutSeeds } = training satisfies TrainingSpec;
  return { ...rest, training: trainingWithoutSeeds, objective: variants[variant]! };
}

function noVariant(spec: ExperimentSpec, name: string): UserError {
  const nearest = nearestName(name, [...Object.keys(spec.variants), ...Object.keys(spec.grids)]);
  const fix = nearest === undefined ? `Use ${nameList(writtenNames(spec))}.` : `Did you mean \`${nearest}\`?`;
  return new UserError(`the experiment has no variant \`${name}\``, { fix });
}

/** How often state is saved and how many samples are kept changes nothing that is computed. */
function runId(settings: RunSettings, seed: number, dataFingerprint: string): string {
  const { samples: _samples, training, ...rest } = settings;
  const { checkpoint: _checkpoint, ...shaping } = training;
  const content = canonicalJson({ ...rest, training: shaping, seed, dataFingerprint });
  return createHash('sha256').update(content).digest('hex').slice(0, 12);
}
