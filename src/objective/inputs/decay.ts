import { z } from 'zod';
import type { Facts, Progress } from '../method.ts';

const unit = z.enum(['epoch', 'step']).default('epoch').describe('What i counts: whole epochs, or steps');

/** How the probability π of feeding the gold token falls. Bengio et al. 2015, arXiv:1506.03099, section 2.4. */
const decay = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z
      .literal('inverse-sigmoid')
      .describe('π_i = k/(k + e^(i/k)): from gold tokens to the model, slowly at first'),
    k: z.number().positive().default(10).describe('Larger values fall later: π is 1/2 at i = k·ln k'),
    unit,
  }),
  z.strictObject({
    kind: z.literal('linear').describe('π_i = max(minimum, start − slope·i)'),
    start: z.number().gt(0).max(1).default(1).describe('π at first'),
    slope: z.number().positive().default(0.05).describe('What π loses each epoch, or step'),
    minimum: z.number().min(0).lt(1).default(0).describe('π at last'),
    unit,
  }),
  z.strictObject({
    kind: z.literal('exponential').describe('π_i = base^i: fast at first'),
    base: z.number().gt(0).lt(1).default(0.95).describe('Factor of π each epoch, or step'),
    unit,
  }),
  z.strictObject({ kind: z.literal('always').describe('The model feeds itself from the start: π = 0') }),
]);

type Decay = z.output<typeof decay>;

/** The parameter of every method that feeds the model its own output. */
export const decayParameter = decay
  .default({ kind: 'inverse-sigmoid', k: 10, unit: 'epoch' })
  .describe('Probability of feeding the gold token, and how it falls');

/** π where training stands; steps are counted from 1, i from 0. The first epoch, or step, is pure gold but for a linear decay's own start. */
export function goldProbability(chosen: Decay, { epoch, step }: Pick<Progress, 'epoch' | 'step'>): number {
  return chosen.kind === 'always' ? 0 : after(chosen, chosen.unit === 'epoch' ? Math.floor(epoch) : step - 1);
}

function after(chosen: Exclude<Decay, { kind: 'always' }>, elapsed: number): number {
  if (chosen.kind === 'linear') return Math.max(chosen.minimum, chosen.start - chosen.slope * elapsed);
  if (chosen.kind === 'exponential') return chosen.base ** elapsed;
  return elapsed === 0 ? 1 : chosen.k / (chosen.k + Math.exp(elapsed / chosen.k));
}

/** Above this probability to the end of training, the model sees less than one token in a thousand of its own. */
const nearlyAlways = 0.999;

/** Why π hardly falls, or a linear decay's minimum is not reached, in this training. */
export function decayWithoutEffect(chosen: Decay, { epochs, totalSteps }: Facts) {
  const length = chosen.kind === 'always' ? undefined : { epoch: epochs, step: totalSteps }[chosen.unit];
  if (chosen.kind === 'always' || length === undefined) return undefined;
  const last = Math.ceil(length) - 1;
  const end = after(chosen, last);
  if (end > nearlyAlways) {
    const reason = `the gold token's probability is still ${Number(end.toPrecision(6))} in the last ${chosen.unit} (number ${last} from 0), so that the model is hardly fed its own output`;
    return { path: 'decay', reason };
  }
  if (chosen.kind === 'linear' && chosen.minimum > 0 && end > chosen.minimum)
    return { path: 'decay.minimum', reason: `training ends before it is reached, at ${Number(end.toPrecision(6))}` };
  return undefined;
}
