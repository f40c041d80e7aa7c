import { z } from 'zod';
import { defineSequences } from '../method.ts';
import { bleuReferences, bleuReward, bleuUnits } from './bleuReward.ts';
import { ineffectiveReward, needsOf, planOf, proposalParameters, rewardParameters } from './parameters.ts';
import { bleuSmoothings } from './referenceGrams.ts';
import { weighted } from './weighted.ts';

/** Sequences near the gold one, weighted by sentence BLEU-4. */
export const bleu4 = defineSequences({
  title: 'Sequences weighted by BLEU-4',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 11 and 12; Papineni et al. 2002, ACL P02-1040',
  formula: 'L = (1−α)·L(y*) + (α/L)·Σ_l ω_l·L(y^l), ω ∝ exp((BLEU4(y^l) − 1)/τ)/q(y^l | y*)',
  parameters: z.strictObject({
    ...proposalParameters,
    ...rewardParameters,
    unit: z.enum(bleuUnits).default('token').describe('n-grams of tokens, or of characters (published code)'),
    references: z
      .enum(bleuReferences)
      .default('merged')
      .describe(
        'The gold sequence alone; all references of the source with their counts merged; the best or the mean score over them',
      ),
    smoothing: z
      .enum(bleuSmoothings)
      .default('add-one-from-2')
      .describe('Orders that 1 is added to the counts of: from bigrams on, or all (published code)'),
  }),
  plan: planOf,
  needs: needsOf,
  withoutEffect: ineffectiveReward,
  sampler: (parameters, corpus) => weighted(parameters, corpus, bleuReward(parameters, corpus)),
});
