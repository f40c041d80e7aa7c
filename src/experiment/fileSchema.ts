import { experimentJsonSchema, type JsonSchema } from './jsonSchema.ts';
import { writtenVariants } from './variants/writtenVariants.ts';

/**
 * What a file may say, as editors check it: an experiment, with presets and grids in its variants, with `include`, which
 * may bring required keys, and with `x-` blocks.
 */
export function fileJsonSchema(): JsonSchema {
  const { $schema, required, properties = {}, ...rest } = experimentJsonSchema();
  const { variants = {} } = properties;
  const path: JsonSchema = { type: 'string', minLength: 1, 'x-refersTo': 'file' };
  const include: JsonSchema = {
    description: 'Files with common blocks, relative to this file; what stands here wins over them',
    anyOf: [path, { type: 'array', items: path }],
  };
  return {
    $schema,
    title: 'Smoothing Lab experiment',
    ...rest,
    properties: { ...properties, variants: writtenVariants(variants), include },
    patternProperties: { '^x-': { description: 'Holds anchors for use elsewhere in this file' } },
    anyOf: [{ required }, { required: ['include'] }],
  };
}
