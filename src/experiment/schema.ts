import { z } from 'zod';
import { models } from '../models/registry.ts';
import { tasks } from '../tasks/registry.ts';
import { type VariantSpec, variantSchema } from './axes.ts';
import { dataSchema } from './dataSchema.ts';
import { decodingSchema } from './decodingSchema.ts';
import { chosenFrom } from './kinds.ts';
import { metricsSchema } from './metricsSchema.ts';
import { trainingSchema } from './trainingSchema.ts';
import type { Grids } from './variants/grid.ts';

type TaskName = keyof typeof tasks & string;

/** Letters as XML names have them, without classes such as \p{L}, which not every reader of the JSON Schema knows. */
const letters =
  'A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd';

const variantName = z
  .string()
  .regex(new RegExp(`^[0-9${letters}][0-9${letters} ._+=()-]{0,63}$`))
  .describe('a name of letters, digits, spaces and . _ + = ( ) -, 64 characters at most');

/** An experiment file. What comes out has every default filled in. */
export const experimentSchema = z
  .strictObject({
    experiment: z.string().min(1).max(200).describe('What this experiment is called'),
    task: z.enum(Object.keys(tasks) as [TaskName, ...TaskName[]]).describe('What is learned'),
    data: dataSchema.describe('Texts and vocabulary'),
    model: chosenFrom(models).describe('The architecture and its sizes'),
    training: trainingSchema.describe('How the model is trained'),
    decoding: decodingSchema.prefault({}).describe('How translations are searched for'),
    metrics: metricsSchema.describe('Scores of the decoded text, by name or with parameters'),
    variants: z
      .record(variantName, variantSchema.describe('One choice on each axis of the objective'))
      .refine((variants) => Object.keys(variants).length > 0, {
        params: { code: 'empty', message: 'there are no variants', expected: 'at least one variant, e.g. `mle: {}`' },
      })
      .meta({ minProperties: 1 })
      .describe('The training objectives that are compared, by name'),
    samples: z
      .int()
      .min(0)
      .max(10_000)
      .default(8)
      .describe('Sentences of the validation and test text whose translations are kept and explained token by token'),
  })
  .transform(({ training, ...rest }) => ({
    ...rest,
    training: { ...training, best: training.best ?? training.stop?.metric ?? rest.metrics[0]?.kind ?? 'nll' },
    variants: rest.variants as Record<string, VariantSpec>,
  }));

/**
 * A checked experiment with every default filled in: what training, planning and displays work from. Its variants are
 * those that are trained: presets are written out, and each member of a grid is one.
 */
export type ExperimentSpec = z.output<typeof experimentSchema> & { grids: Grids };
