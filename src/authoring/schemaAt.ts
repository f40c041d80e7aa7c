import { fileJsonSchema } from '../experiment/fileSchema.ts';
import { alternatives, type JsonSchema, ofTask } from '../experiment/jsonSchema.ts';

let cached: JsonSchema | undefined;

function fileSchema(): JsonSchema {
  cached ??= fileJsonSchema();
  return cached;
}

/**
 * The schemas of what may stand at a path while the file is written. Unlike jsonSchema.ts's `schemasAt`, which finds the
 * one that was meant, this keeps every form that what is there already can become.
 */
export function schemasFor(path: readonly PropertyKey[], document: unknown): JsonSchema[] {
  let schemas = [ofTask(fileSchema(), document)];
  let value = document;
  for (const name of path) {
    const holder = typeof value === 'string' ? { kind: value } : value;
    schemas = possible(schemas, holder, name).flatMap((schema) => childrenOf(schema, name));
    value = isHolder(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
  }
  return schemas;
}

/**
 * The alternatives that a block can still become by what it holds. `changed` is the key that is being written: a value
 * of `kind` may be replaced by any other, whatever stands beside it.
 */
export function possible(schemas: readonly JsonSchema[], value: unknown, changed?: PropertyKey): JsonSchema[] {
  const all = schemas.flatMap(alternatives);
  if (typeof changed === 'number' || Array.isArray(value)) return all.filter(({ type }) => type === 'array');
  const blocks = conditional(
    all.filter(({ type }) => type === 'object'),
    value,
  );
  const held = isHolder(value) ? Object.entries(value).filter(([name]) => name !== changed) : [];
  const named = blocks.filter(({ properties = {} }) =>
    held.every(([name, given]) => {
      const constant = Object.hasOwn(properties, name) ? properties[name]?.const : undefined;
      return constant === undefined || constant === given;
    }),
  );
  if (changed !== undefined && named.some(({ properties }) => properties?.[String(changed)]?.const)) return named;
  const knowing = named.filter((schema) => held.every(([name]) => childrenOf(schema, name).length > 0));
  return knowing.length > 0 ? knowing : named;
}

/** A form that is for blocks with a certain key stands in for the others where that is there, and nowhere else. */
function conditional(blocks: readonly JsonSchema[], value: unknown): JsonSchema[] {
  const chosen = blocks.filter(
    ({ 'x-onlyWith': key }) => key !== undefined && isHolder(value) && Object.hasOwn(value, key),
  );
  return chosen.length > 0 ? chosen : blocks.filter((block) => block['x-onlyWith'] === undefined);
}

function childrenOf({ properties = {}, patternProperties = {}, items, ...rest }: JsonSchema, name: PropertyKey) {
  if (typeof name === 'number') return items ? [items] : [];
  const key = String(name);
  if (Object.hasOwn(properties, key)) return [properties[key]!];
  const matching = Object.entries(patternProperties).filter(([pattern]) => new RegExp(pattern).test(key));
  if (matching.length > 0) return matching.map(([, schema]) => schema);
  return typeof rest.additionalProperties === 'object' ? [rest.additionalProperties] : [];
}

/** Keys that a block must have. Where there is a choice of several sets, the first counts. */
export function requiredOf({ required = [], anyOf = [], oneOf = [] }: JsonSchema): string[] {
  const [choice = []] = requiredSets([...anyOf, ...oneOf]);
  return [...new Set([...required, ...choice])];
}

/** Keys that a block must not have beside those that it has: `steps` beside `epochs`. */
export function excludedBy({ oneOf = [] }: JsonSchema, keys: readonly string[]): string[] {
  const sets = requiredSets(oneOf);
  const given = sets.find((set) => set.every((key) => keys.includes(key)));
  return given === undefined ? [] : sets.filter((set) => set !== given).flat();
}

const requiredSets = (branches: readonly JsonSchema[]): string[][] =>
  branches
    .filter((branch) => Object.keys(branch).every((name) => name === 'required'))
    .map(({ required = [] }) => required);

/** The name by which a block is told from its alternatives: that of its `kind`, or of its `format`. */
export const constantOf = ({ properties = {} }: JsonSchema): { key: string; name: string } | undefined => {
  const found = Object.entries(properties).find(([, schema]) => typeof schema.const === 'string');
  return found && { key: found[0], name: String(found[1].const) };
};

const isHolder = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;
