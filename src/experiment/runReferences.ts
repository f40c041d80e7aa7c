import type { VariantSpec } from './axes.ts';
import type { StartSpec } from './phaseSchema.ts';

/** What of a run's settings names other runs. */
interface References {
  objective: VariantSpec;
  training: { start?: StartSpec };
}

/** A run with this identity, in whatever folder it is: what a variant's name is in a plan. */
export const referenceTo = (id: string): string => `id:${id}`;

/** The identity that a reference holds; undefined where it is a path. */
export const referredId = (reference: string): string | undefined => /^id:([0-9a-f]{12})$/.exec(reference)?.[1];

/** The settings with every reference to another run replaced: where training starts, and who teaches. */
export function withReferences<S extends References>(settings: S, replace: (reference: string) => string): S {
  const { objective, training } = settings;
  const { start } = training;
  const taught = Object.entries(objective).map(([axis, block]) => {
    const { teacher } = block as { teacher?: string };
    return [axis, teacher === undefined ? block : { ...block, teacher: replace(teacher) }] as const;
  });
  return {
    ...settings,
    objective: Object.fromEntries(taught),
    training: { ...training, ...(start && { start: { ...start, run: replace(start.run) } }) },
  };
}

/** The runs that the settings refer to, as they are written. */
export function referencesOf(settings: References): string[] {
  const found: string[] = [];
  withReferences(settings, (reference) => {
    found.push(reference);
    return reference;
  });
  return found;
}
