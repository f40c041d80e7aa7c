import type { Manifest } from './events.ts';

export interface DifferingSetting {
  /** Names joined by dots, as in `training.learningRate`. */
  path: string;
  /** One for each run that was compared; undefined where a run does not have the setting. */
  values: unknown[];
}

/** What may differ between runs of one variant. */
const seedPaths = new Set(['seed', 'seeds', 'training.seed', 'training.seeds']);

/** A manifest is written once, and compared again whenever any run has changed. */
const keys = new WeakMap<Manifest, string>();

/** Equal for two runs when they differ in nothing but the seed, and in the settings that are left out. */
export function settingsKey(manifest: Manifest, leftOut: ReadonlySet<string> = new Set()): string {
  if (leftOut.size > 0) return keyOf([...flatten(manifest)].filter(([path]) => !leftOut.has(path)));
  const known = keys.get(manifest);
  if (known !== undefined) return known;
  const key = keyOf([...flatten(manifest)]);
  keys.set(manifest, key);
  return key;
}

const keyOf = (settings: [string, unknown][]): string => JSON.stringify(settings.sort(([a], [b]) => (a < b ? -1 : 1)));

/** The settings in which these runs are not all equal, seeds left out. */
export const differingSettings = (manifests: readonly Manifest[]): DifferingSetting[] =>
  allSettings(manifests).filter(
    ({ values }) => new Set(values.map((value) => JSON.stringify(canonical(value)))).size > 1,
  );

/** All settings side by side, seeds left out. */
export function allSettings(manifests: readonly Manifest[]): DifferingSetting[] {
  const all = manifests.map(flatten);
  const paths = [...new Set(all.flatMap((settings) => [...settings.keys()]))];
  return paths.map((path) => ({ path, values: all.map((settings) => settings.get(path)) }));
}

/** The leaves of the settings by path, and what stands for the data's content. Lists are leaves. */
function flatten({ settings, data }: Manifest): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (isObject(value) && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`);
    } else if (value !== undefined && !seedPaths.has(path)) leaves.set(path, canonical(value));
  };
  visit(settings, '');
  leaves.set('data files', data);
  return leaves;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same value with names in one order, so that equal values are equal text. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, inner]) => [name, canonical(inner)]));
}
