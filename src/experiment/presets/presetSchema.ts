import type { JsonSchema } from '../jsonSchema.ts';
import { corpora, usualCorpus } from './corpora.ts';
import { describePreset } from './describePreset.ts';
import { presetNames } from './registry.ts';

/** The name of a preset alone. What is told of it is what it comes to with the usual corpus. */
export const presetName: JsonSchema = {
  type: 'string',
  enum: [...presetNames],
  enumDescriptions: presetNames.map((name) => {
    const { title, reference, axes } = describePreset(name, usualCorpus);
    return [title, reference, ...axes].join('\n');
  }),
};

/** What `preset` may be in a variant. */
export const presetSchema: JsonSchema = {
  description: 'A row of a published table, as a variant: what stands beside it wins over what it gives',
  anyOf: [
    presetName,
    {
      type: 'object',
      properties: {
        name: { ...presetName, description: 'A row of a published table, as a variant' },
        corpus: {
          type: 'string',
          enum: Object.keys(corpora),
          enumDescriptions: Object.values(corpora).map(({ title }) => title),
          description: `Whose published constants it has; when absent ${usualCorpus}, or for captions COCO's`,
        },
      },
      required: ['name'],
      additionalProperties: false,
    },
  ],
};
