import { childSchemas, experimentJsonSchema, type JsonSchema, narrowed, ofTask } from './jsonSchema.ts';
import type { Located, Place } from './located.ts';
import type { ExpandedFile } from './variants/expandVariants.ts';

/** A file, folder or run that an experiment names, and where it does. */
export interface NamedPath {
  refersTo: NonNullable<JsonSchema['x-refersTo']>;
  /** As it is written. */
  path: string;
  at: Place;
  /** The variants that could be named here instead. */
  variants: readonly string[];
}

/**
 * What an experiment names outside of itself, by the schema's `x-refersTo`; what is downloaded when it is missing is
 * left out. `document` is the file with its variants written out, as plain data.
 */
export function namedPaths({ root, grids }: Pick<ExpandedFile, 'root' | 'grids'>, document: unknown): NamedPath[] {
  const named = [...Object.keys((document as { variants?: object }).variants ?? {}), ...Object.keys(grids)];
  const found = new Map<string, NamedPath>();
  const add = (path: string, at: Place, { 'x-refersTo': refersTo, 'x-downloaded': downloaded }: JsonSchema): void => {
    const variants = refersTo === 'variant' ? named : [];
    if (refersTo === undefined || downloaded || variants.includes(path)) return;
    // Aliases and the members of a grid say the same at one place.
    found.set(JSON.stringify([at.source.file, at.start, path]), { refersTo, path, at, variants });
  };
  const visit = (located: Located, value: unknown, schemas: readonly JsonSchema[]): void => {
    const meant = narrowed(schemas, value);
    if (typeof value === 'string') for (const schema of meant) add(value, located.at, schema);
    for (const [name, inner] of innerOf(located)) {
      const inside = meant.flatMap((schema) => childSchemas(schema, name));
      if (inside.length > 0) visit(inner, (value as Record<PropertyKey, unknown>)[name], inside);
    }
  };
  visit(root, document, [ofTask(experimentJsonSchema(), document)]);
  return [...found.values()];
}

function innerOf(located: Located): [name: PropertyKey, inner: Located][] {
  if (located.kind === 'list') return located.items.map((item, index) => [index, item]);
  return located.kind === 'map' ? [...located.entries].map(([name, { value }]) => [name, value]) : [];
}
