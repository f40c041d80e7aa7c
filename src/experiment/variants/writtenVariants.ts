import { z } from 'zod';
import type { JsonSchema } from '../jsonSchema.ts';
import { presetName } from '../presets/presetSchema.ts';
import { rangeSchema } from './gridValues.ts';

/**
 * The schema of `variants` as files may write them, made from that of variants written out: a preset's name, a preset
 * with axes that need not say their kind again, and lists and ranges wherever a setting takes a single value.
 */
export function writtenVariants({ additionalProperties, ...variants }: JsonSchema): JsonSchema {
  const { anyOf = [], ...variant } = additionalProperties as JsonSchema;
  const forms = anyOf.flatMap((form) => (form.properties === undefined ? [form] : withPreset(form, form.properties)));
  return { ...variants, additionalProperties: { ...variant, anyOf: [...forms, presetName] } };
}

function withPreset(form: JsonSchema, { preset = {}, ...axes }: Record<string, JsonSchema>): JsonSchema[] {
  const written = mapped(axes, (axis) => mapForms(axis, withGrids));
  const kindless = mapped(written, ({ default: _, ...axis }) => mapForms(axis, ({ required, ...block }) => block));
  return [
    { ...form, properties: { preset, ...written } },
    { ...form, properties: { preset, ...kindless }, required: ['preset'], 'x-onlyWith': 'preset' },
  ];
}

const mapped = (
  schemas: Record<string, JsonSchema>,
  change: (schema: JsonSchema, name: string) => JsonSchema,
): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema, name)]));

/** The schema with each of its blocks changed. Blocks that have lost what told them apart are no longer one of several. */
function mapForms({ anyOf, oneOf, ...schema }: JsonSchema, change: (block: JsonSchema) => JsonSchema): JsonSchema {
  if (schema.properties !== undefined) return change({ ...schema, ...(anyOf && { anyOf }), ...(oneOf && { oneOf }) });
  const forms = [...(anyOf ?? []), ...(oneOf ?? [])];
  return forms.length === 0 ? schema : { ...schema, anyOf: forms.map((form) => mapForms(form, change)) };
}

const { $schema: _, ...range } = z.toJSONSchema(rangeSchema, { io: 'input', target: 'draft-2020-12' }) as JsonSchema;

/** A block's settings, and those of blocks within it. */
const withGrids = (block: JsonSchema): JsonSchema => ({
  ...block,
  properties: mapped(block.properties ?? {}, asSetting),
});

function asSetting(schema: JsonSchema): JsonSchema {
  if (schema.const !== undefined) return schema;
  const { description, default: usual, ...value } = mapForms(schema, withGrids);
  const forms = formsOf(value);
  const single = forms.filter(({ type }) => type !== 'object');
  if (single.length === 0 || forms.some(({ type }) => type === 'array')) return mapForms(schema, withGrids);
  const isNumeric = single.some(({ type }) => type === 'number' || type === 'integer');
  return {
    ...(description !== undefined && { description }),
    ...(usual !== undefined && { default: usual }),
    anyOf: [
      ...forms,
      { type: 'array', items: value, 'x-grid': true },
      ...(isNumeric ? [{ ...range, 'x-grid': true }] : []),
    ],
  };
}

const formsOf = (schema: JsonSchema): JsonSchema[] =>
  schema.anyOf || schema.oneOf ? [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])] : [schema];
