import { z } from 'zod';
import { withShorthand } from './kinds.ts';

const pattern = z.string().min(1).max(200).describe('A parameter by its name; `*` stands for any part of it');
const patterns = z.array(pattern).min(1);

const start = z.strictObject({
  run: z.string().min(1).meta({
    description: 'A variant of this file, which is trained first, with the same seed; or a run folder',
    'x-refersTo': 'variant',
  }),
  checkpoint: z.enum(['best', 'last']).default('best').describe('Which of its checkpoints'),
  parameters: patterns.optional().describe('The parameters that are taken, all when absent; the others start afresh'),
  missing: z
    .enum(['error', 'fresh'])
    .default('error')
    .describe('What becomes of a parameter that the run has not: nothing is trained, or it has a first value'),
});

/** `start` and `freeze` of a training: what it goes on from, and what of it stays as it is. */
export const phaseSchemas = {
  start: withShorthand(start, {
    schema: { type: 'string', minLength: 1, 'x-refersTo': 'variant' },
    accepts: (value) => typeof value === 'string',
    expand: (run) => ({ run }),
  }).describe("Another run's parameters to begin with; the optimizer and the schedules begin anew"),
  freeze: patterns.describe('Parameters that are not trained, by name; `*` stands for any part of a name'),
};

export type StartSpec = z.output<typeof start>;
