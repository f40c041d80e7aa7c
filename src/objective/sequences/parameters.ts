import { z } from 'zod';
import { special } from '../../data/batch.ts';
import type { Facts, Needs } from '../method.ts';
import type { SequencePlan } from '../sampler.ts';
import { replacementRate, temperatureOfRate } from './hammingDistance.ts';
import { schemeNames } from './importance.ts';
import { poolNames } from './pools.ts';

const flag = (meaning: string) => z.boolean().default(false).describe(meaning);
const positive = (byDefault: number, meaning: string) => z.number().positive().default(byDefault).describe(meaning);

/** What all methods that sample by Hamming distance take. */
export const proposalParameters = {
  pool: z
    .enum(poolNames)
    .default('V')
    .describe(
      'Where substitutes come from: the vocabulary; the vocabulary by similarity to the replaced word; the references of the same source; the targets of the batch',
    ),
  temperature: positive(0.1, 'τ of the Hamming distance: the higher, the more words are replaced'),
  similarityTemperature: positive(0.3, 'Temperature of the similarities, for the pool V-tok'),
  alpha: z.number().min(0).max(1).default(0.4).describe('Share of the loss that sampled sequences get'),
  samples: z.number().int().min(1).default(1).describe('Sequences drawn for each gold one'),
  lazy: flag('Score samples by the logits of the gold sequence: no pass of their own'),
  mix: z
    .enum(['both', 'stochastic'])
    .default('both')
    .describe('Train on gold and samples, or on one of them: a sample with probability α, in one pass'),
  replacement: flag(
    'Draw positions with replacement, as published code does: a sequence may be nearer than its distance',
  ),
  allowEqual: flag('Let a substitute equal the word it replaces, as published code does'),
  padded: flag(
    'Count padding and end of sentence as positions, as published code does: the end of sentence may change',
  ),
};

/** What methods that weigh samples by a reward take besides. */
export const rewardParameters = {
  rewardTemperature: positive(0.5, 'τ of the rewards: r̃ = exp((R − 1)/τ)'),
  scheme: z
    .enum(schemeNames)
    .default('batch-mean')
    .describe(
      'Importance weights: over the batch with one distance for it (published code); over samples of one distance; over samples, divided by the proposal (eq. 11)',
    ),
  clip: z.boolean().default(true).describe('Clip R to 0 … 1'),
};

type Proposal = z.output<z.ZodObject<typeof proposalParameters>>;

/** One sequence a row has logits of its own anyway: there is nothing to be lazy about. */
export const planOf = ({ alpha, samples, lazy, mix }: Proposal): SequencePlan => ({
  ...{ alpha, samples, mix },
  lazy: lazy && mix === 'both',
});

export const needsOf = ({ pool }: Proposal): Needs => (pool === 'V-tok' ? { vectors: 'data' } : {});

/** Below this rate, fewer than one token in a thousand is replaced. */
const leastRate = 1e-3;

/** Why sampling by Hamming distance leaves training (nearly) as it would be. */
export function ineffectiveProposal(proposal: Proposal, { classes }: Facts) {
  const { alpha, temperature, lazy, mix } = proposal;
  if (alpha === 0) return { path: 'alpha', reason: 'an α of 0 leaves no loss to the sampled sequences' };
  if (lazy && mix === 'stochastic') {
    return {
      path: 'lazy',
      reason: 'lazy samples cost no pass, so that mix: stochastic has none to save: leave out one',
    };
  }
  if (classes === undefined) return undefined;
  // No pool is larger than the vocabulary, and a smaller one is drawn from less often.
  const substitutes = classes - (special.unk + 1) - 1;
  const rate = replacementRate(substitutes, temperature);
  if (rate >= leastRate || substitutes < 1) return undefined;
  const advised = temperatureOfRate(substitutes, 0.3).toPrecision(2);
  return {
    path: 'temperature',
    reason: `a τ of ${temperature} replaces fewer than one token in a thousand of a vocabulary of ${classes}; τ = ${advised} replaces 30 % where the pool is V`,
  };
}

/** The same of sampling that is weighted by rewards. */
export function ineffectiveReward(
  { scheme, ...proposal }: Proposal & { scheme: (typeof schemeNames)[number] },
  facts: Facts,
) {
  if (scheme !== 'batch-mean' && proposal.samples === 1) {
    return {
      path: 'samples',
      reason: `with the scheme ${scheme}, weights are relative to the other samples of a sentence: that of a single one is always 1`,
    };
  }
  return ineffectiveProposal(proposal, facts);
}
