import { z } from 'zod';
import { optimizers } from '../training/optimizers/registry.ts';
import { form, namedFrom } from './kinds.ts';
import { metricNameSchema } from './metricsSchema.ts';
import { mostSeed } from './mostSeed.ts';
import { phaseSchemas } from './phaseSchema.ts';
import { learningRateSchema } from './schedules.ts';

const batch = z.union([
  form({ tokens: z.int().min(1).max(10_000_000).describe('Target tokens of a batch, at most') }),
  form({ sentences: z.int().min(1).max(1_000_000).describe('Sentences of a batch') }),
  form({ examples: z.int().min(1).max(1_000_000).describe('Examples of a batch: pictures, captions, sentences') }),
]);

const every = z.union([
  z.literal('epoch').describe('After each pass over the training text'),
  form({ steps: z.int().min(1).describe('After this many steps each time') }),
]);

const oneLength = {
  params: {
    code: 'choose-one',
    message: 'how long to train is either missing or given twice',
    expected: 'exactly one of `epochs` and `steps`',
  },
};

/** What a training says of itself, without what it is when it says nothing. */
const settings = {
  optimizer: namedFrom(optimizers),
  learningRate: learningRateSchema.describe('A number, or a schedule by kind'),
  batch: batch.describe('How much is in one batch: `tokens`, `sentences` or `examples`'),
  accumulate: z.int().min(1).max(10_000),
  epochs: z.int().min(1).max(1_000_000).optional().describe('Passes over the training text; or give `steps`'),
  steps: z
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional()
    .describe('Updates of the model; or give `epochs`'),
  evaluate: z.strictObject({ every: every.default('epoch').describe('How often the validation text is measured') }),
  clip: z.number().positive().optional().describe('Largest global norm of the gradients; not clipped when absent'),
  stop: z
    .strictObject({
      metric: metricNameSchema.describe('What has to improve: `nll` or one of `metrics`'),
      patience: z.int().min(1).describe('Evaluations without improvement after which training stops'),
    })
    .optional()
    .describe('Stop before the end when nothing improves any more'),
  best: metricNameSchema
    .optional()
    .describe('What chooses the best checkpoint; when absent `stop.metric`, else the first metric, else `nll`'),
  start: phaseSchemas.start.optional(),
  freeze: phaseSchemas.freeze.optional(),
};

const descriptions = {
  optimizer: 'How gradients become updates',
  evaluate: 'When the validation text is measured',
  accumulate: 'Batches whose gradients are summed before an update',
};

export const trainingSchema = z
  .strictObject({
    ...settings,
    optimizer: settings.optimizer.prefault('adam').describe(descriptions.optimizer),
    shapes: z.int().min(1).max(64).default(6).describe('Most batch shapes; each is compiled once'),
    accumulate: settings.accumulate.default(1).describe(descriptions.accumulate),
    seeds: z
      .array(z.int().min(0).max(mostSeed))
      .min(1)
      .default([1, 2, 3])
      .describe('Each variant is trained once with each'),
    evaluate: settings.evaluate.prefault({}).describe(descriptions.evaluate),
    checkpoint: z
      .strictObject({ seconds: z.number().positive().default(60).describe('Most training that a crash can lose') })
      .prefault({})
      .describe('When the state of training is saved'),
  })
  .refine(({ epochs, steps }) => (epochs === undefined) !== (steps === undefined), oneLength)
  .meta({ oneOf: [{ required: ['epochs'] }, { required: ['steps'] }] });

export type TrainingSpec = z.output<typeof trainingSchema>;

/** What one variant says of its training. */
export const ownTrainingSchema = z
  .strictObject({
    ...settings,
    optimizer: settings.optimizer.optional().describe(descriptions.optimizer),
    learningRate: settings.learningRate.optional().describe(settings.learningRate.description ?? ''),
    batch: settings.batch.optional().describe(settings.batch.description ?? ''),
    accumulate: settings.accumulate.optional().describe(descriptions.accumulate),
    evaluate: settings.evaluate.optional().describe(descriptions.evaluate),
  })
  .refine(({ epochs, steps }) => epochs === undefined || steps === undefined, oneLength);

export type OwnTraining = z.output<typeof ownTrainingSchema>;

/** A file's training with what a variant says of its own. */
export function trainingOf<T extends TrainingSpec>(training: T, own: OwnTraining = {}): T {
  const { epochs, steps, ...rest } = training;
  const length = own.epochs === undefined && own.steps === undefined ? { epochs, steps } : {};
  return { ...rest, ...length, ...own } as T;
}
