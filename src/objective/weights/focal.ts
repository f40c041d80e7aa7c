import { z } from 'zod';
import { defineWeights } from '../method.ts';
import { modulatingFactor } from './modulatingFactor.ts';
import { normalisation } from './normalisation.ts';

const parameters = z.strictObject({
  gamma: z.number().min(0).default(2).describe('γ: larger values leave less to tokens that are well predicted'),
  detach: z.boolean().default(false).describe('Whether the weight is a constant for the gradient'),
  normalisation,
});

/** Focal loss. Lin et al. 2017, eq. 4: w = (1−p)^γ for the gold probability p, whatever the targets. */
export const focal = defineWeights({
  title: 'Focal loss',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 4',
  formula: 'w = (1 − p_gold)^γ',
  parameters,
  readsOutput: true,
  normalisation: (chosen) => chosen.normalisation,
  withoutEffect: ({ gamma }) =>
    gamma === 0 ? { path: 'gamma', reason: 'with γ = 0 every token has the weight 1' } : undefined,
  weight: (tools, { nll, parameters: { gamma, detach } }) => modulatingFactor(tools, nll, { alpha: -1, gamma, detach }),
});
