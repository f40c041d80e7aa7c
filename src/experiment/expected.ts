import { type JsonSchema, narrowed } from './jsonSchema.ts';

/** What a value may be, in words: `a number from 0 to 1`, `one of: adam, sgd`, `a block with \`tokens\``. */
export function expectedValue(schemas: readonly JsonSchema[]): string | undefined {
  const all = narrowed(schemas, undefined);
  const names = validNames(all);
  const phrases = [...(names.length > 0 ? [nameList(names)] : []), ...all.map(phrase)];
  const distinct = [...new Set(phrases.filter((text) => text !== undefined))];
  return distinct.length === 0 ? undefined : distinct.join(', or ');
}

/** The names that a value may be. */
export const validNames = (schemas: readonly JsonSchema[]): string[] => [
  ...new Set(
    narrowed(schemas, undefined)
      .flatMap((schema) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]))
      .filter((name) => typeof name === 'string'),
  ),
];

/** The keys that a block may have, given what it holds. */
export const validKeys = (schemas: readonly JsonSchema[], value: unknown): string[] => [
  ...new Set(narrowed(schemas, value).flatMap(({ properties = {} }) => Object.keys(properties))),
];

export const nameList = (names: readonly string[]): string =>
  names.length === 1 ? `\`${names[0]}\`` : `one of: ${names.join(', ')}`;

function phrase(schema: JsonSchema): string | undefined {
  if (schema.enum !== undefined || schema.const !== undefined) return undefined;
  return phrases[schema.type ?? '']?.(schema);
}

const phrases: Record<string, (schema: JsonSchema) => string | undefined> = {
  number: (schema) => `a number${bounds(schema)}`,
  integer: (schema) => `a whole number${bounds(schema)}`,
  boolean: () => '`true` or `false`',
  string: ({ description, pattern }) => (pattern === undefined ? 'a text' : (description ?? `a text like ${pattern}`)),
  array: ({ items = {} }) => `a list${items.type === 'integer' ? ' of whole numbers' : ''}`,
  object: ({ required = [], properties = {} }) => {
    const constants = required.map((name) => {
      const constant = properties[name]?.const;
      return constant === undefined ? `\`${name}\`` : `\`${name}: ${constant}\``;
    });
    return constants.length === 0 ? 'a block' : `a block with ${constants.join(' and ')}`;
  },
};

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low = minimum ?? exclusiveMinimum;
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : exclusiveMaximum;
  if (low !== undefined && high !== undefined && minimum !== undefined) {
    return ` from ${low} to ${exclusiveMaximum === undefined ? high : `below ${high}`}`;
  }
  const above = low === undefined ? '' : minimum === undefined ? ` above ${low}` : ` of at least ${low}`;
  const below = high === undefined ? '' : exclusiveMaximum === undefined ? ` up to ${high}` : ` below ${high}`;
  return [above, below].filter((text) => text !== '').join(' and');
}
