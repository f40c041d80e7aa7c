import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { defineInputs, type Tools } from '../method.ts';
import { feedSoftly, isTwoPass, softNeeds, softParameters, softWithoutEffect } from './softInputs.ts';

/** What U ~ U(0, 1) is clipped to, and to 1 minus it, so that both logarithms are finite. */
const clip = 1e-6;

/** Standard Gumbel noise G = −ln(−ln U), a constant in the backward pass. */
export const gumbelNoise = ({ tf }: Pick<Tools, 'tf'>, uniform: Tensor): Tensor =>
  tf.neg(tf.log(tf.neg(tf.log(tf.clipByValue(uniform, clip, 1 - clip)))));

/**
 * Differentiable scheduled sampling with a soft sample: the α-soft argmax of the logits with Gumbel noise, fresh at
 * every position. The argmax of z + G is a sample of softmax(z). Goyal et al. 2017, section 3.2.
 */
export const softGumbel = defineInputs({
  title: 'Scheduled sampling with a soft Gumbel sample',
  reference: 'Goyal, Dyer & Berg-Kirkpatrick 2017, arXiv:1704.06970, section 3.2',
  formula: 'x_t = c·E[y_(t−1)] + (1−c)·Σ_j softmax(α·(z_(t−1) + G))_j E_j,  G_j = −ln(−ln U_j),  c ~ Bernoulli(π)',
  parameters: softParameters,
  needs: softNeeds,
  withoutEffect: softWithoutEffect,
  twoPass: isTwoPass,
  feed: (tools, input) => {
    const { previousLogits, randomness } = input;
    const noise = gumbelNoise(tools, tools.ops.randomUniform(previousLogits.shape, randomness));
    return feedSoftly(tools, input, tools.tf.add(previousLogits, noise) as Tensor2D);
  },
});
