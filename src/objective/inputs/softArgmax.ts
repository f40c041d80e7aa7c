import { z } from 'zod';
import { defineInputs, type Progress } from '../method.ts';

const alpha = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fixed').describe('The same throughout'),
    value: z.number().positive().default(5).describe('α, above 0'),
  }),
  z.strictObject({
    kind: z.literal('annealed').describe('Growing from epoch to epoch'),
    start: z.number().positive().default(1).describe('α of the first epoch'),
    growth: z.number().gt(1).default(1.2).describe('Factor an epoch'),
    cap: z.number().positive().default(50).describe('Largest α'),
  }),
]);

const decay = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('inverse-sigmoid').describe('From gold tokens to the model, slowly at first'),
    k: z.number().positive().default(10).describe('Larger values fall later'),
    unit: z.enum(['epoch', 'step']).default('epoch').describe('What e counts'),
  }),
  z.strictObject({ kind: z.literal('always').describe('The model feeds itself from the start') }),
]);

const parameters = z.strictObject({
  alpha: alpha.default({ kind: 'fixed', value: 5 }).describe('Sharpness of the soft argmax, fixed or growing by epoch'),
  decay: decay
    .default({ kind: 'inverse-sigmoid', k: 10, unit: 'epoch' })
    .describe('Probability of feeding the gold token: π = k/(k + exp(e/k)), or 0 from the start'),
});

/** α_e = α_0·c^e, capped (Goyal et al. 2017, section 3: exponential in whole epochs). */
const sharpness = (schedule: z.output<typeof alpha>, { epoch }: Progress) =>
  schedule.kind === 'fixed'
    ? schedule.value
    : Math.min(schedule.cap, schedule.start * schedule.growth ** Math.floor(epoch));

/** π_e = k/(k + e^(e/k)); epoch 0 is pure gold (Goyal et al. 2017; Bengio et al. 2015). */
function goldProbability(schedule: z.output<typeof decay>, { epoch, step }: Progress): number {
  if (schedule.kind === 'always') return 0;
  const elapsed = schedule.unit === 'epoch' ? Math.floor(epoch) : step;
  return elapsed === 0 ? 1 : schedule.k / (schedule.k + Math.exp(elapsed / schedule.k));
}

/** Differentiable scheduled sampling with the α-soft argmax. Goyal et al. 2017, section 3.1. */
export const softArgmax = defineInputs({
  title: 'Scheduled sampling with a soft argmax',
  reference: 'Goyal, Dyer & Berg-Kirkpatrick 2017, arXiv:1704.06970, section 3.1',
  formula: 'x_t = c·E[y_(t−1)] + (1−c)·Σ_j softmax(α·z_(t−1))_j E_j,  c ~ Bernoulli(π)',
  parameters,
  needs: (chosen) => ({
    schedules: {
      alpha: (progress) => sharpness(chosen.alpha, progress),
      goldProbability: (progress) => goldProbability(chosen.decay, progress),
    },
  }),
  feed: ({ tf }, { goldEmbedding, previousLogits, embeddings, keepGold, schedules }) => {
    const weights = tf.softmax(tf.mul(previousLogits, schedules.alpha)); // [batch, vocab]
    const expected = embeddings.mix(weights as typeof previousLogits); // [batch, embedding]
    return tf.add(tf.mul(goldEmbedding, keepGold), tf.mul(expected, tf.sub(1, keepGold))) as typeof goldEmbedding;
  },
});
