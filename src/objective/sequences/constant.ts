import { z } from 'zod';
import { defineSequences } from '../method.ts';
import {
  ineffectiveProposal,
  ineffectiveReward,
  needsOf,
  planOf,
  proposalParameters,
  rewardParameters,
} from './parameters.ts';
import { weighted } from './weighted.ts';

/** The ablation of the rewards: sampled as for them, and all of them equal. */
export const constant = defineSequences({
  title: 'Sequences with a constant reward',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, eq. 11, with R = 1',
  formula: 'L = (1−α)·L(y*) + (α/L)·Σ_l ω_l·L(y^l), ω ∝ 1/q(y^l | y*), or 1 where q cancels',
  parameters: z.strictObject({ ...proposalParameters, scheme: rewardParameters.scheme }),
  plan: planOf,
  needs: needsOf,
  withoutEffect: (parameters, facts) =>
    parameters.scheme === 'eq11' ? ineffectiveReward(parameters, facts) : ineffectiveProposal(parameters, facts),
  sampler: (parameters, corpus) => weighted({ ...parameters, rewardTemperature: 1, clip: true }, corpus, () => 1),
});
