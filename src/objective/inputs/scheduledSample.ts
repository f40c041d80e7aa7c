import { defineInputs } from '../method.ts';
import { feedHard, hardNeeds, hardParameters, hardWithoutEffect } from './hardInputs.ts';

/** Scheduled sampling that feeds a word drawn from the model's distribution. Bengio et al. 2015, section 2.4. */
export const scheduledSample = defineInputs({
  title: 'Scheduled sampling',
  reference: 'Bengio, Vinyals, Jaitly & Shazeer 2015, arXiv:1506.03099, section 2.4',
  formula: 'x_t = c·E[y_(t−1)] + (1−c)·E[ŷ],  ŷ ~ softmax(z_(t−1)),  c ~ Bernoulli(π)',
  parameters: hardParameters,
  needs: hardNeeds,
  withoutEffect: hardWithoutEffect,
  hard: true,
  feed: (tools, input) => {
    const { previousLogits, randomness } = input;
    const uniform = tools.ops.randomUniform([previousLogits.shape[0], 1], randomness);
    return feedHard(tools, input, tools.ops.sampleCategorical(previousLogits, uniform as typeof previousLogits));
  },
});
