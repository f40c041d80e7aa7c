import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { addMasses } from '../../ops/crossEntropy.ts';
import type { Corpus } from '../corpus.ts';
import { isSpoken } from '../isSpoken.ts';
import { defineTargets } from '../method.ts';
import { scaleMass } from '../targetMasses.ts';
import { frequencyWeights } from '../weights/frequencyWeights.ts';
import { ramp, ramped, rampSchedule, rampTooLong } from './ramp.ts';

const parameters = z.strictObject({
  epsilon: z.number().min(0).max(1).default(0.1).describe('Mass moved off the gold label'),
  prior: z
    .enum(['unigram', 'rare'])
    .default('rare')
    .describe('Who shares the mass: words by their frequency, or rare words most, by 1/log(1 + frequency)'),
  ramp: ramp.optional().describe('ε grows from 0 over the first steps'),
});

/** The fixed row u, [vocab]: special tokens but the end of sentence have no share. */
function priorRow(corpus: Corpus, prior: 'unigram' | 'rare'): Float32Array {
  const share = prior === 'unigram' ? corpus.counts : frequencyWeights(corpus, 'log');
  const shared = Array.from(share, (value, id) => (isSpoken(corpus, id) ? value : 0));
  const total = shared.reduce((sum, value) => sum + value, 0);
  return Float32Array.from(shared, (value) => value / total);
}

/** Label smoothing towards a fixed distribution of classes: q = (1−ε)·onehot + ε·u. Szegedy et al. 2016, section 7. */
export const classLabelSmoothing = defineTargets({
  title: 'Label smoothing weighted by class',
  reference: 'Szegedy et al. 2016, arXiv:1512.00567, section 7: a fixed distribution u(k)',
  formula: 'L = logsumexp(z) − (1−ε)·z_gold − ε·⟨u, z⟩',
  parameters,
  needs: (chosen) => ({ schedules: rampSchedule(chosen.ramp) }),
  constants: ({ prior }, corpus) => ({ prior: { shape: [corpus.counts.length], values: priorRow(corpus, prior) } }),
  // The distribution is that of the full ε.
  gradientScale: (chosen) => (chosen.ramp ? undefined : 1),
  withoutEffect: ({ epsilon, ramp: given }, facts) =>
    epsilon === 0
      ? { path: 'epsilon', reason: 'a smoothing of 0 is plain maximum likelihood' }
      : rampTooLong(given, facts),
  linear: ({ tf }, { constants, schedules, parameters: { epsilon } }) => {
    const mass = ramped(tf, epsilon, schedules);
    const weights = constants.prior as Tensor1D;
    return {
      gold: addMasses(tf, 1, scaleMass(tf, mass, -1)),
      uniform: 0,
      prior: mass === 0 ? undefined : { weights, mass },
    };
  },
  distribution: (gold, { epsilon }, { constants }) => {
    const prior = constants?.prior;
    if (!prior) throw new Error('the class-weighted distribution was given no prior');
    const mass = new Map(Array.from(prior.values, (share, id) => [id, epsilon * share] as const));
    mass.set(gold, (mass.get(gold) ?? 0) + 1 - epsilon);
    return { mass, rest: 0 };
  },
});
