import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineWeights } from '../method.ts';
import { valuesOfIds } from '../valuesOfIds.ts';
import { frequencyWeights } from './frequencyWeights.ts';
import { normalisation } from './normalisation.ts';

const parameters = z.strictObject({
  frequency: z
    .enum(['log', 'inverse'])
    .default('log')
    .describe('1 over the logarithm of the frequency, or over the frequency: common words then all but vanish'),
  place: z
    .enum(['loss', 'target'])
    .default('loss')
    .describe("Each token's loss has its gold word's weight, or each word's share of the target its own weight"),
  normalisation,
});

/** Class weights: w_c ∝ 1/log f_c, largest 1, so that frequent words do not drown rare ones. */
export const classWeights = defineWeights({
  title: 'Class weights by frequency',
  reference: 'Stack Exchange, seq2seq with 8192 words: reciprocal log frequencies, normalised by the largest',
  formula: 'w_c = min_j log(1 + f_j) / log(1 + f_c);  with place: target, q_j becomes w_j·q_j',
  parameters,
  constants: ({ frequency }, corpus) => ({
    classes: { shape: [corpus.counts.length], values: frequencyWeights(corpus, frequency) },
  }),
  normalisation: (chosen) => chosen.normalisation,
  weight: (tools, { gold, constants }) => valuesOfIds(tools, constants.classes as Tensor1D, gold),
  inTarget: ({ place }) => (place === 'target' ? 'classes' : undefined),
});
