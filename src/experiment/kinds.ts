import { z } from 'zod';

/** A registry as the experiment file sees it: names, what each is and where from, and what its block may hold. */
export type Kinds = Record<string, { title: string; formula?: string; reference?: string; parameters: z.ZodObject }>;

/** A choice from a registry with its parameters beside its name: `{kind: 'label-smoothing', epsilon: 0.1, ...}`. */
export type Chosen<R extends Kinds> = {
  [K in keyof R & string]: { kind: K } & z.output<R[K]['parameters']>;
}[keyof R & string];

/** Schemas with another way to write the same, and the JSON Schema of that way (jsonSchema.ts reads it). */
export const shorthands = z.registry<{ schema: Record<string, unknown> }>();

/** `{kind: name, ...parameters}` of any member of the registry. */
export function chosenFrom<R extends Kinds>(kinds: R): z.ZodType<Chosen<R>> {
  const options = Object.entries(kinds).map(([name, { title, formula, reference, parameters }]) => {
    const description = [formula, reference].filter((line) => line !== undefined).join('\n');
    const block = parameters.safeExtend({ kind: z.literal(name).describe(title) });
    return block.meta({
      title,
      ...(description !== '' && { description }),
      ...(formula !== undefined && { 'x-formula': formula }),
    });
  });
  return z.discriminatedUnion('kind', options as [(typeof options)[0]]) as unknown as z.ZodType<Chosen<R>>;
}

/** As `chosenFrom`; a name alone means its defaults, where nothing lacks one. */
export function namedFrom<R extends Kinds>(kinds: R): z.ZodType<Chosen<R>> {
  const complete = Object.keys(kinds).filter((name) => kinds[name]?.parameters.safeParse({}).success);
  return withShorthand(chosenFrom(kinds), {
    schema: { type: 'string', enum: complete },
    accepts: (value) => typeof value === 'string',
    expand: (kind) => ({ kind }),
  });
}

/**
 * A block that is one of several forms of a union. A key that it does not know counts against it as any fault does;
 * otherwise zod would take the first form that has no other fault, and blame the keys of the form that was meant.
 */
export const form = <S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(shape).check(({ issues }) => {
    for (const issue of issues as { continue?: boolean }[]) issue.continue = false;
  });

/** The schema, with a shorter way to write some of its values. */
export function withShorthand<S extends z.ZodType>(
  schema: S,
  shorthand: { schema: Record<string, unknown>; accepts(value: unknown): boolean; expand(value: unknown): unknown },
): z.ZodType<z.output<S>> {
  const expanded = z.preprocess((value) => (shorthand.accepts(value) ? shorthand.expand(value) : value), schema);
  shorthands.add(expanded, { schema: shorthand.schema });
  return expanded as unknown as z.ZodType<z.output<S>>;
}
