import { z } from 'zod';
import { inputs, penalties, sequences, targets, weights } from '../objective/registry.ts';
import { type Chosen, type Kinds, namedFrom, withShorthand } from './kinds.ts';
import { type OwnTraining, ownTrainingSchema } from './trainingSchema.ts';

/** The axes of an objective. The first method of each is what a variant gets that says nothing of that axis. */
export const axes = {
  targets: { title: 'The distribution that each position is trained towards', methods: targets },
  weights: { title: 'How much each token counts', methods: weights },
  sequences: { title: 'Which target sequences are trained on beside the gold one', methods: sequences },
  inputs: { title: 'What the decoder is fed in training', methods: inputs },
  penalty: { title: 'A term beside the loss', methods: penalties },
} as const satisfies Record<string, { title: string; methods: Kinds }>;

export type AxisName = keyof typeof axes;

/** One choice on every axis. */
export type VariantSpec = { [A in AxisName]: Chosen<(typeof axes)[A]['methods']> };

const axisSchemas = Object.fromEntries(
  Object.entries(axes).map(([axis, { title, methods }]) => [
    axis,
    namedFrom<Kinds>(methods)
      .describe(title)
      .prefault(() => ({ kind: Object.keys(methods)[0] }) as never),
  ]),
);

const emptyBlock = { schema: { type: 'null' }, accepts: (value: unknown) => value === null, expand: () => ({}) };

/** An objective: what a variant holds. An empty block (`mle:`) is the default on every axis. */
export const variantSchema = withShorthand(
  z.strictObject(axisSchemas),
  emptyBlock,
) as unknown as z.ZodType<VariantSpec>;

/** A variant of a file: an objective, and what of its training is not as the file's. */
export interface FileVariant extends VariantSpec {
  training?: OwnTraining;
}

export const fileVariantSchema = withShorthand(
  z.strictObject({
    ...axisSchemas,
    training: ownTrainingSchema.optional().describe('What of `training` is otherwise for this variant'),
  }),
  emptyBlock,
) as unknown as z.ZodType<FileVariant>;
