import { defineInputs } from '../method.ts';
import { feedHard, hardNeeds, hardParameters, hardWithoutEffect } from './hardInputs.ts';

/** Scheduled sampling that feeds the most probable word. Goyal et al. 2017, section 2. */
export const scheduledGreedy = defineInputs({
  title: 'Scheduled sampling, greedy',
  reference: 'Goyal, Dyer & Berg-Kirkpatrick 2017, arXiv:1704.06970, section 2; Bengio et al. 2015, arXiv:1506.03099',
  formula: 'x_t = c·E[y_(t−1)] + (1−c)·E[argmax z_(t−1)],  c ~ Bernoulli(π)',
  parameters: hardParameters,
  needs: hardNeeds,
  withoutEffect: hardWithoutEffect,
  hard: true,
  feed: (tools, input) => feedHard(tools, input, tools.ops.mostProbable(input.previousLogits)),
});
