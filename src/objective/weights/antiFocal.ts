import { z } from 'zod';
import { defineWeights } from '../method.ts';
import { modulatingFactor } from './modulatingFactor.ts';
import { normalisation } from './normalisation.ts';

const parameters = z.strictObject({
  gamma: z.number().min(0).default(1).describe('γ: exponent of the weight'),
  alpha: z
    .number()
    .min(-1)
    .default(0.5)
    .describe('α_f: how much more a token counts that is well predicted; −1 is focal loss'),
  detach: z.boolean().default(true).describe('Whether the weight is a constant for the gradient'),
  normalisation,
});

/** Anti-focal loss. Raunak et al. 2020: w = (1 + α·p)^γ, more for the tokens that focal loss gives less. */
export const antiFocal = defineWeights({
  title: 'Anti-focal loss',
  reference: 'Raunak et al. 2020, arXiv:2010.04924; Lu et al. 2023',
  formula: 'w = (1 + α·p_gold)^γ',
  parameters,
  readsOutput: true,
  normalisation: (chosen) => chosen.normalisation,
  withoutEffect: ({ alpha, gamma }) => {
    if (alpha === 0) return { path: 'alpha', reason: 'with α = 0 every token has the weight 1' };
    return gamma === 0 ? { path: 'gamma', reason: 'with γ = 0 every token has the weight 1' } : undefined;
  },
  weight: (tools, { nll, parameters: chosen }) => modulatingFactor(tools, nll, chosen),
});
