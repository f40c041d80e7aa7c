import { z } from 'zod';
import { optimizers } from '../training/optimizers/registry.ts';
import { form, namedFrom } from './kinds.ts';
import { metricNameSchema } from './metricsSchema.ts';
import { mostSeed } from './mostSeed.ts';
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

export const trainingSchema = z
  .strictObject({
    optimizer: namedFrom(optimizers).prefault('adam').describe('How gradients become updates'),
    learningRate: learningRateSchema.describe('A number, or a schedule by kind'),
    batch: batch.describe('How much is in one batch: `tokens`, `sentences` or `examples`'),
    shapes: z.int().min(1).max(64).default(6).describe('Most batch shapes; each is compiled once'),
    accumulate: z.int().min(1).max(10_000).default(1).describe('Batches whose gradients are summed before an update'),
    epochs: z.int().min(1).max(1_000_000).optional().describe('Passes over the training text; or give `steps`'),
    steps: z
      .int()
      .min(1)
      .max(2 ** 31 - 1)
      .optional()
      .describe('Updates of the model; or give `epochs`'),
    clip: z.number().positive().optional().describe('Largest global norm of the gradients; not clipped when absent'),
    seeds: z
      .array(z.int().min(0).max(mostSeed))
      .min(1)
      .default([1, 2, 3])
      .describe('Each variant is trained once with each'),
    evaluate: z
      .strictObject({ every: every.default('epoch').describe('How often the validation text is measured') })
      .prefault({})
      .describe('When the validation text is measured'),
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
    checkpoint: z
      .strictObject({ seconds: z.number().positive().default(60).describe('Most training that a crash can lose') })
      .prefault({})
      .describe('When the state of training is saved'),
  })
  .refine(({ epochs, steps }) => (epochs === undefined) !== (steps === undefined), oneLength)
  .meta({ oneOf: [{ required: ['epochs'] }, { required: ['steps'] }] });

export type TrainingSpec = z.output<typeof trainingSchema>;
