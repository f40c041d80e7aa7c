import { z } from 'zod';
import { shorthands } from './kinds.ts';
import { presetSchema } from './presets/presetSchema.ts';
import { anyExperiment } from './schema.ts';

/** The parts of JSON Schema (draft 2020-12) that an experiment file's schema uses. */
export interface JsonSchema {
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  /** What each name of `enum` is, as editors show it. */
  enumDescriptions?: string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  propertyNames?: JsonSchema;
  patternProperties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  /**
   * For a text that names something outside of the experiment: a file; a folder; files of a folder, with braces where
   * their names differ; a run's folder; or a variant, where there is one of that name, else a run's folder.
   */
  'x-refersTo'?: 'file' | 'folder' | 'files' | 'run' | 'variant';
  /** For a file that need not be there, since it can be downloaded. */
  'x-downloaded'?: boolean;
  /** The line of a description that is an equation. */
  'x-formula'?: string;
  /** The tasks whose files have this form of a block. */
  'x-tasks'?: string[];
  /** Values that a setting takes in turn, where it otherwise takes a single one. */
  'x-grid'?: boolean;
  /** A form for blocks that have this key, in the place of the others. */
  'x-onlyWith'?: string;
  [other: string]: unknown;
}

let cached: JsonSchema | undefined;

/** What an experiment's values may be, defaults and descriptions included, as JSON Schema; presets are written out. */
export function experimentJsonSchema(): JsonSchema {
  cached ??= withPresets(inputSchema(anyExperiment));
  return cached;
}

/** What a file may hold where this schema stands, shorter ways to write it included. */
export const inputSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => addShorthand(zodSchema as unknown as z.ZodType, jsonSchema as JsonSchema),
  }) as JsonSchema;

function withPresets(schema: JsonSchema): JsonSchema {
  for (const form of alternatives(schema.properties?.variants?.additionalProperties as JsonSchema)) {
    if (form.properties) form.properties = { preset: presetSchema, ...form.properties };
  }
  return schema;
}

/** Parts of a schema that say what it is for, not what it admits. */
const annotations = ['title', 'description', 'default'];

function addShorthand(zodSchema: z.ZodType, jsonSchema: JsonSchema): void {
  const shorthand = shorthands.get(zodSchema);
  if (shorthand === undefined || jsonSchema.anyOf?.includes(shorthand.schema)) return;
  const full: JsonSchema = {};
  for (const [name, value] of Object.entries(jsonSchema)) {
    if (annotations.includes(name)) continue;
    full[name] = value;
    delete jsonSchema[name];
  }
  jsonSchema.anyOf = [shorthand.schema, full];
}

/** Every alternative of a schema that says `anyOf` or `oneOf` of blocks and values. */
export function alternatives(schema: JsonSchema): JsonSchema[] {
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter((branch) => !isCondition(branch));
  return branches.length === 0 ? [schema] : branches.flatMap(alternatives);
}

/** `{required: [...]}` alone restricts the schema that it stands in and is no alternative to it. */
const isCondition = (schema: JsonSchema): boolean => Object.keys(schema).every((name) => name === 'required');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is of the type that a schema asks for: a block, a list or a single value. */
function isOfType(schema: JsonSchema, value: unknown): boolean {
  if (schema.type === 'object') return isObject(value);
  return schema.type === 'array' ? Array.isArray(value) : !isObject(value) && !Array.isArray(value);
}

/** Constants tell blocks apart (`kind: bpe`): true when a block has some and the value has them all. */
function isNamed({ properties = {} }: JsonSchema, value: Record<string, unknown>): boolean {
  const constants = Object.entries(properties).filter(([, { const: constant }]) => constant !== undefined);
  return constants.length > 0 && constants.every(([name, { const: constant }]) => value[name] === constant);
}

/** How well a block's keys fit: those it knows, less those it does not and those it lacks. */
function keyScore(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  value: Record<string, unknown>,
) {
  const keys = Object.keys(value);
  if (typeof additionalProperties === 'object') return keys.length;
  const known = keys.filter((key) => Object.hasOwn(properties, key)).length;
  const lacking = required.filter((key) => !Object.hasOwn(value, key)).length;
  return 2 * known - keys.length - lacking;
}

/** The schema of a file as its task has it: without blocks, and without forms of blocks, that other tasks alone have. */
export function ofTask(schema: JsonSchema, document: unknown): JsonSchema {
  const { properties = {} } = schema;
  const task = isObject(document) ? document.task : undefined;
  if (!properties.task?.enum?.includes(task)) return schema;
  const fits = (form: JsonSchema) => form['x-tasks']?.includes(task as string) ?? true;
  const narrow = (block: JsonSchema) => (block.anyOf ? { ...block, anyOf: block.anyOf.filter(fits) } : block);
  const left = Object.entries(properties).map(([name, block]) => [name, narrow(block)] as const);
  return { ...schema, properties: Object.fromEntries(left.filter(([, { anyOf }]) => anyOf?.length !== 0)) };
}

/** The schemas that may hold for what stands at a path in a document, given what stands above it. */
export function schemasAt(path: readonly PropertyKey[], document: unknown): JsonSchema[] {
  let schemas = [ofTask(experimentJsonSchema(), document)];
  let value = document;
  for (const name of path) {
    // A name alone stands for the block of that kind.
    const holder = typeof value === 'string' ? { kind: value } : value;
    schemas = narrowed(schemas, holder).flatMap((schema) => childSchemas(schema, name));
    value = isObject(value) || Array.isArray(value) ? (value as Record<PropertyKey, unknown>)[name] : undefined;
  }
  return schemas;
}

/** The alternatives that a value was most likely meant as. */
export function narrowed(schemas: readonly JsonSchema[], value: unknown): JsonSchema[] {
  const all = schemas.flatMap(alternatives);
  const typed = all.filter((schema) => isOfType(schema, value));
  if (typed.length === 0) return all;
  if (!isObject(value)) return typed;
  const named = typed.filter((schema) => isNamed(schema, value));
  if (named.length > 0) return named;
  const best = Math.max(...typed.map((schema) => keyScore(schema, value)));
  return typed.filter((schema) => keyScore(schema, value) === best);
}

/** What a schema says of a block's key or of an item of a list. */
export function childSchemas(schema: JsonSchema, name: PropertyKey): JsonSchema[] {
  if (typeof name === 'number') return schema.items ? [schema.items] : [];
  const { properties = {} } = schema;
  if (Object.hasOwn(properties, name)) return [properties[String(name)]!];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}
