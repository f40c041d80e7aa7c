import { z } from 'zod';
import { defineTargets } from '../method.ts';

const parameters = z.strictObject({
  epsilon: z.number().min(0).max(1).default(0.1).describe('Mass moved off the gold label'),
  denominator: z
    .enum(['V', 'V-1', 'V-2'])
    .default('V')
    .describe('Who shares the mass: all V classes; all but the gold one (fairseq); all but gold and padding (JoeyNMT)'),
  form: z
    .enum(['ce', 'kl'])
    .default('ce')
    .describe('Cross-entropy, or Kullback-Leibler divergence: the same gradient, a constant apart'),
});

/** Shares of one target row: on the gold class, on padding, on each other class. */
function shares(epsilon: number, denominator: 'V' | 'V-1' | 'V-2', classes: number) {
  if (denominator === 'V')
    return { gold: 1 - epsilon + epsilon / classes, pad: epsilon / classes, other: epsilon / classes };
  if (denominator === 'V-1') return { gold: 1 - epsilon, pad: epsilon / (classes - 1), other: epsilon / (classes - 1) };
  return { gold: 1 - epsilon, pad: 0, other: epsilon / (classes - 2) };
}

const xlogx = (x: number) => (x > 0 ? x * Math.log(x) : 0);

/** Label smoothing. Szegedy et al. 2016, section 7: q = (1−ε)·onehot + ε·uniform, never materialised. */
export const labelSmoothing = defineTargets({
  title: 'Label smoothing',
  reference: 'Szegedy et al. 2016, arXiv:1512.00567, section 7',
  formula: 'L = logsumexp(z) − (1−ε)·z_gold − ε·mean(z)',
  parameters,
  gradientScale: () => 1,
  withoutEffect: ({ epsilon }) =>
    epsilon === 0 ? { path: 'epsilon', reason: 'a smoothing of 0 is plain maximum likelihood' } : undefined,
  loss: ({ tf, ops }, { logits, gold, padId, parameters: { epsilon, denominator, form } }) => {
    const classes = logits.shape[1];
    const { gold: onGold, pad, other } = shares(epsilon, denominator, classes);
    // q = other everywhere + (gold − other) on the gold class + (pad − other) on padding.
    const loss = ops.smoothedCrossEntropy(logits, gold, {
      gold: onGold - other,
      uniform: other * classes,
      column: pad === other ? undefined : { index: padId, mass: pad - other },
    });
    if (form === 'ce') return loss;
    const free = denominator === 'V-2' ? classes - 2 : classes - 1;
    return tf.add(loss, xlogx(onGold) + free * xlogx(other)) as typeof loss;
  },
  distribution: (gold, { epsilon, denominator }, { classes, padId }) => {
    const { gold: onGold, pad, other } = shares(epsilon, denominator, classes);
    const mass = new Map([[gold, onGold]]);
    if (pad !== other && gold !== padId) mass.set(padId, pad);
    return { mass, rest: other };
  },
});
