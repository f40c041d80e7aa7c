import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineWeights } from '../method.ts';
import { valuesOfIds } from '../valuesOfIds.ts';
import { frequencyWeights } from './frequencyWeights.ts';
import { modulatingFactor } from './modulatingFactor.ts';
import { normalisation } from './normalisation.ts';

const parameters = z.strictObject({
  gamma: z.number().min(0).default(2).describe('γ: larger values leave less to tokens that are well predicted'),
  detach: z.boolean().default(false).describe('Whether the focal factor is a constant for the gradient'),
  frequency: z.enum(['log', 'inverse']).default('log').describe('1 over the logarithm of the frequency, or over it'),
  normalisation,
});

/** Focal loss with class weights: w = w_gold·(1−p)^γ. Lin et al. 2017, eq. 5, with a weight for each class. */
export const focalClass = defineWeights({
  title: 'Focal loss with class weights',
  reference: 'Lin et al. 2017, arXiv:1708.02002, eq. 5',
  formula: 'w = w_gold · (1 − p_gold)^γ,  w_c = min_j log(1 + f_j) / log(1 + f_c)',
  parameters,
  constants: ({ frequency }, corpus) => ({
    classes: { shape: [corpus.counts.length], values: frequencyWeights(corpus, frequency) },
  }),
  readsOutput: true,
  normalisation: (chosen) => chosen.normalisation,
  withoutEffect: ({ gamma }) =>
    gamma === 0 ? { path: 'gamma', reason: 'with γ = 0 these are `class-weights`' } : undefined,
  weight: (tools, { nll, gold, constants, parameters: { gamma, detach } }) => {
    const ofClass = valuesOfIds(tools, constants.classes as Tensor1D, gold);
    return tools.tf.mul(ofClass, modulatingFactor(tools, nll, { alpha: -1, gamma, detach }));
  },
});
