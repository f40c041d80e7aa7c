import { nearestName } from '../nearestName.ts';
import { alternatives, type JsonSchema, narrowed } from './jsonSchema.ts';

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const longestName = 100;
const mostNames = 40;

/** What a value may be, in words: `a number from 0 to 1`, `one of: adam, sgd`, `a block with \`tokens\``. */
export function expectedValue(schemas: readonly JsonSchema[]): string | undefined {
  const names = validNames(schemas);
  const phrases = schemas.flatMap(alternatives).map(phrase);
  const distinct = new Set([names.length > 0 ? nameList(names) : undefined, ...phrases]);
  distinct.delete(undefined);
  return distinct.size === 0 ? undefined : [...distinct].join(', or ');
}

/** The names that a value may be. */
export function validNames(schemas: readonly JsonSchema[]): string[] {
  const names = schemas
    .flatMap(alternatives)
    .flatMap((schema) => schema.enum ?? (schema.const === undefined ? [] : [schema.const]));
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

/** The keys that a block may have, given what it holds. */
export const validKeys = (schemas: readonly JsonSchema[], value: unknown): string[] => [
  ...new Set(narrowed(schemas, value).flatMap(({ properties = {} }) => Object.keys(properties))),
];

/** The nearest of the names, for what may have been a slip; what is longer than any name is none. */
export const nearest = (name: string, names: readonly string[]): string | undefined =>
  name.length > longestName ? undefined : nearestName(name, names);

export const nameList = (names: readonly string[]): string =>
  names.length === 1
    ? `\`${names[0]}\``
    : names.length > mostNames
      ? `one of ${names.length} names`
      : `one of: ${names.join(', ')}`;

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
    const discriminator = required.find((name) => properties[name]?.const !== undefined);
    if (discriminator !== undefined) return `a block with \`${discriminator}\``;
    return required.length === 0 ? 'a block' : `a block with ${listed.format(required.map((name) => `\`${name}\``))}`;
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
