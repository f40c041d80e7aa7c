import { z } from 'zod';
import { definePenalty } from '../method.ts';

const parameters = z.strictObject({
  gamma: z.number().min(0).default(0.1).describe('γ: weight of the entropy'),
  form: z
    .enum(['full', 'gold-only'])
    .default('full')
    .describe('The entropy, or the one term of it that belongs to the gold token (as in published code)'),
});

/** Confidence penalty. Pereyra et al. 2017, eq. 2: L = CE − γ·H(p), over all positions but padding. */
export const confidencePenalty = definePenalty({
  title: 'Confidence penalty',
  reference: 'Pereyra et al. 2017, arXiv:1701.06548; Lu et al. 2023, eq. 2',
  formula: 'E = −γ·H(softmax(z));  gold-only: E = γ·p_gold·log p_gold',
  parameters,
  withoutEffect: ({ gamma }) =>
    gamma === 0 ? { path: 'gamma', reason: 'a penalty with weight 0 changes nothing' } : undefined,
  penalty: ({ tf, ops }, { logits, nll, parameters: { gamma, form } }) => {
    const entropy = form === 'full' ? ops.softmaxEntropy(logits) : tf.mul(nll, tf.exp(tf.neg(nll))); // −p·log p
    return tf.mul(entropy, -gamma) as typeof nll;
  },
});
