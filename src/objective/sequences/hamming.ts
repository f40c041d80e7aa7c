import { z } from 'zod';
import { defineSequences } from '../method.ts';
import { HammingProposal } from './hammingProposal.ts';
import { ineffectiveProposal, needsOf, planOf, proposalParameters } from './parameters.ts';
import { pools } from './pools.ts';

/** Sequences near the gold one. Norouzi et al. 2016 with the pool V, Elbayad et al. 2018 with smaller ones. */
export const hamming = defineSequences({
  title: 'Sequences at a Hamming distance',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, section 3.2; Norouzi et al. 2016, arXiv:1609.00150',
  formula: 'L = (1−α)·L(y*) + (α/L)·Σ_l L(y^l), P(y) ∝ exp(−hamming(y, y*)/τ)',
  parameters: z.strictObject({
    ...proposalParameters,
    distance: z
      .enum(['sentence', 'batch'])
      .default('sentence')
      .describe('Whether each sentence has a distance of its own, or a batch one for all (published code)'),
  }),
  plan: planOf,
  needs: needsOf,
  withoutEffect: ineffectiveProposal,
  sampler: (parameters, corpus) => {
    const { pool, similarityTemperature, distance } = parameters;
    const shared = distance === 'batch' ? 'batch' : 'none';
    return new HammingProposal(parameters, pools[pool](corpus, similarityTemperature), shared);
  },
});
