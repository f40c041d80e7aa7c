import { z } from 'zod';
import { shorthands } from './kinds.ts';
import { experimentSchema } from './schema.ts';

/** The parts of JSON Schema (draft 2020-12) that an experiment file's schema uses. */
export interface JsonSchema {
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
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
  [other: string]: unknown;
}

let cached: JsonSchema | undefined;

/** What an experiment's values may be, defaults and descriptions included, as JSON Schema. */
export function experimentJsonSchema(): JsonSchema {
  cached ??= z.toJSONSchema(experimentSchema, {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => addShorthand(zodSchema as unknown as z.ZodType, jsonSchema as JsonSchema),
  }) as JsonSchema;
  return cached;
}

/** The same for a whole file, as editors check it: with `include`, which may bring required keys, and `x-` blocks. */
export function fileJsonSchema(): JsonSchema {
  const { $schema, required, properties, ...rest } = experimentJsonSchema();
  const path: JsonSchema = { type: 'string', minLength: 1 };
  const include: JsonSchema = {
    description: 'Files with common blocks, relative to this file; what stands here wins over them',
    anyOf: [path, { type: 'array', items: path }],
  };
  return {
    $schema,
    title: 'Smoothing Lab experiment',
    ...rest,
    properties: { ...properties, include },
    patternProperties: { '^x-': { description: 'Holds anchors for use elsewhere in this file' } },
    anyOf: [{ required }, { required: ['include'] }],
  };
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

/** Whether a value is of a block's `kind` (or has the constants that tell blocks apart). */
function fits(schema: JsonSchema, value: unknown): boolean {
  if (schema.type === 'object') return isObject(value) && constantsFit(schema, value);
  return schema.type === 'array' ? Array.isArray(value) : !isObject(value) && !Array.isArray(value);
}

const constantsFit = ({ properties = {} }: JsonSchema, value: Record<string, unknown>): boolean =>
  Object.entries(properties).every(([name, { const: constant }]) => constant === undefined || value[name] === constant);

/** The schemas that may hold for what stands at a path in a document, given what stands above it. */
export function schemasAt(path: readonly PropertyKey[], document: unknown): JsonSchema[] {
  let schemas = [experimentJsonSchema()];
  let value = document;
  for (const name of path) {
    schemas = narrowed(schemas, value).flatMap((schema) => childSchemas(schema, name));
    value = (value as Record<PropertyKey, unknown> | undefined | null)?.[name];
  }
  return schemas;
}

/** The alternatives that a value can be meant as: those of its kind, else all. */
export function narrowed(schemas: readonly JsonSchema[], value: unknown): JsonSchema[] {
  const all = schemas.flatMap(alternatives);
  const fitting = all.filter((schema) => fits(schema, value));
  return fitting.length > 0 ? fitting : all;
}

function childSchemas(schema: JsonSchema, name: PropertyKey): JsonSchema[] {
  if (typeof name === 'number') return schema.items ? [schema.items] : [];
  const own = schema.properties?.[String(name)];
  if (own !== undefined) return [own];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}
