import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { addMasses, type Mass } from '../../ops/crossEntropy.ts';
import { defineTargets, type Tf } from '../method.ts';
import { scaleMass } from '../targetMasses.ts';
import { valuesOfIds } from '../valuesOfIds.ts';
import { epsilonsByWord } from './epsilonsByWord.ts';
import { ramp, ramped, rampSchedule, rampTooLong } from './ramp.ts';

const epsilon = z.number().min(0).max(1);

const parameters = z.strictObject({
  epsilon: epsilon.default(0.1).describe('Mass moved off the gold label'),
  denominator: z
    .enum(['V', 'V-1', 'V-2'])
    .default('V')
    .describe('Who shares the mass: all V classes; all but the gold one (fairseq); all but gold and padding (JoeyNMT)'),
  form: z
    .enum(['ce', 'kl'])
    .default('ce')
    .describe('Cross-entropy, or Kullback-Leibler divergence: the same gradient, a constant apart'),
  padColumn: z
    .enum(['keep', 'zero'])
    .default('keep')
    .describe('Whether padding is a class like others or gets no mass'),
  perClass: z.record(z.string(), epsilon).optional().describe('ε of single gold words in place of `epsilon`'),
  ramp: ramp.optional().describe('ε grows from 0 over the first steps'),
  s4bug: z
    .boolean()
    .default(false)
    .describe('A published slip: the gold class loses its own share, so that the row sums to 1 − ε/V'),
});

/** How many classes share ε, and whether gold and padding are among them. A `padId` below 0: there is no padding. */
function sharers({ denominator, padColumn, s4bug }: z.output<typeof parameters>, classes: number, padId: number) {
  const hasPad = padId < 0 || (padColumn !== 'zero' && denominator !== 'V-2');
  const hasGold = denominator === 'V' && !s4bug;
  const count = s4bug && denominator === 'V' ? classes : classes - (hasPad ? 0 : 1) - (denominator === 'V' ? 0 : 1);
  return { count, hasGold, hasPad, others: classes - 1 - (hasPad ? 0 : 1) };
}

/** x·log x, 0 at 0. */
const xlogx = (tf: Tf, x: Mass): Mass =>
  typeof x === 'number' ? (x > 0 ? x * Math.log(x) : 0) : tf.mul(x, tf.log(tf.maximum(x, 1e-30)));

/** Label smoothing. Szegedy et al. 2016, section 7: q = (1−ε)·onehot + ε·uniform, never materialised. */
export const labelSmoothing = defineTargets({
  title: 'Label smoothing',
  reference: 'Szegedy et al. 2016, arXiv:1512.00567, section 7',
  formula: 'L = logsumexp(z) − (1−ε)·z_gold − ε·mean(z)',
  parameters,
  needs: (chosen) => ({ schedules: rampSchedule(chosen.ramp) }),
  constants: ({ perClass, epsilon: others }, corpus): Record<string, { shape: number[]; values: Float32Array }> =>
    perClass ? { epsilons: epsilonsByWord(perClass, others, corpus) } : {},
  // The distribution is that of the full ε, and the published slip's does not sum to 1.
  gradientScale: (chosen) => (chosen.ramp || chosen.s4bug ? undefined : 1),
  withoutEffect: ({ epsilon: others, perClass = {}, ...chosen }, facts) => {
    if (others === 0 && Object.values(perClass).every((value) => value === 0))
      return { path: 'epsilon', reason: 'a smoothing of 0 is plain maximum likelihood' };
    if (chosen.s4bug && chosen.denominator !== 'V')
      return { path: 's4bug', reason: 'gold has no share of its own unless the denominator is V' };
    if (chosen.padColumn === 'zero' && chosen.denominator === 'V-2')
      return { path: 'padColumn', reason: 'with V-2 padding has no mass anyway' };
    return rampTooLong(chosen.ramp, facts);
  },
  linear: (tools, { parameters: chosen, logits, gold, padId, constants, schedules }) => {
    const { tf } = tools;
    const classes = logits.shape[1];
    const { count, hasGold, hasPad, others } = sharers(chosen, classes, padId);
    const { epsilons } = constants;
    const full = epsilons ? valuesOfIds(tools, epsilons as Tensor1D, gold) : chosen.epsilon;
    const mass = ramped(tf, full, schedules);
    const other = scaleMass(tf, mass, 1 / count);
    const onGold = addMasses(tf, addMasses(tf, 1, scaleMass(tf, mass, -1)), hasGold ? other : 0);
    // q = other everywhere + (onGold − other) on the gold class − other on padding, if it has no share.
    const negative = scaleMass(tf, other, -1);
    const entropyOf = () => addMasses(tf, xlogx(tf, onGold), scaleMass(tf, xlogx(tf, other), others)); // −H(q)
    return {
      gold: addMasses(tf, onGold, negative),
      uniform: scaleMass(tf, other, classes),
      column: hasPad || mass === 0 ? undefined : { index: padId, mass: negative as number | Tensor },
      constant: chosen.form === 'kl' ? entropyOf() : undefined,
    };
  },
  distribution: (gold, chosen, { classes, padId, constants }) => {
    const { count, hasGold, hasPad, others } = sharers(chosen, classes, padId);
    const mass = constants?.epsilons?.values[gold] ?? chosen.epsilon;
    const onGold = 1 - mass + (hasGold ? mass / count : 0);
    const total = onGold + (others * mass) / count; // 1, but for the published slip
    const masses = new Map([[gold, onGold / total]]);
    if (!hasPad && gold !== padId) masses.set(padId, 0);
    return { mass: masses, rest: mass / count / total };
  },
});
