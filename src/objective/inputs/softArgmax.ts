import { defineInputs } from '../method.ts';
import { feedSoftly, isTwoPass, softNeeds, softParameters, softWithoutEffect } from './softInputs.ts';

/** Differentiable scheduled sampling with the α-soft argmax. Goyal et al. 2017, section 3.1. */
export const softArgmax = defineInputs({
  title: 'Scheduled sampling with a soft argmax',
  reference: 'Goyal, Dyer & Berg-Kirkpatrick 2017, arXiv:1704.06970, section 3.1',
  formula: 'x_t = c·E[y_(t−1)] + (1−c)·Σ_j softmax(α·z_(t−1))_j E_j,  c ~ Bernoulli(π)',
  parameters: softParameters,
  needs: softNeeds,
  withoutEffect: softWithoutEffect,
  twoPass: isTwoPass,
  feed: (tools, input) => feedSoftly(tools, input, input.previousLogits),
});
