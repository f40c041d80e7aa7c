import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { special } from '../../data/batch.ts';
import { defineSequences } from '../method.ts';
import { valuesOfIds } from '../valuesOfIds.ts';
import { replacementRate } from './hammingDistance.ts';

const parameters = z.strictObject({
  temperature: z
    .number()
    .positive()
    .default(0.1)
    .describe('τ of the Hamming distance: the higher, the more words are replaced'),
  alpha: z.number().min(0).max(1).default(0.4).describe('Share of the loss that sampled sequences get'),
});

/**
 * What lazy samples at a Hamming distance are on average, without drawing any. A position is replaced with probability
 * ρ by any of the n other words alike, and all are scored by the same logits: label smoothing over these n words with
 * ε = α·ρ. Elbayad et al. 2018, eq. 19 in expectation; end of sentence is never replaced.
 */
export const hammingExpected = defineSequences({
  title: 'Lazy sequences at a Hamming distance, in expectation',
  reference: 'Elbayad et al. 2018, arXiv:1805.05062, section 3.2 and eq. 19',
  formula: 'L = ℓ − (1−αρ)·z_gold − (αρ/n)·Σ_other z, ρ = n/(n + exp(1/τ))',
  parameters,
  withoutEffect: ({ alpha }) =>
    alpha === 0 ? { path: 'alpha', reason: 'an α of 0 leaves no loss to the sampled sequences' } : undefined,
  expectation: {
    constants: ({ temperature, alpha }, { tokens }) => {
      const words = tokens.length - (special.unk + 1);
      const isWord = (id: number) => id > special.unk;
      const others = (id: number) => (isWord(id) ? words - 1 : words);
      const isReplaced = (id: number) => isWord(id) || id === special.unk;
      const replaced = Float32Array.from(tokens, (_, id) =>
        isReplaced(id) && others(id) > 0 ? alpha * replacementRate(others(id), temperature) : 0,
      );
      return {
        replaced: { shape: [tokens.length], values: replaced }, // αρ by gold id
        share: { shape: [tokens.length], values: replaced.map((mass, id) => (mass === 0 ? 0 : mass / others(id))) },
        words: { shape: [tokens.length], values: Float32Array.from(tokens, (_, id) => Number(isWord(id))) },
      };
    },
    linear: (tools, { gold, constants }) => {
      const { tf } = tools;
      const of = (name: string) => valuesOfIds(tools, constants[name] as Tensor1D, gold);
      const share = of('share');
      // The row of words holds the gold word too, where it is one: that much is taken off it.
      const onGold = tf.sub(tf.sub(1, of('replaced')), tf.mul(share, of('words')));
      return { gold: onGold, uniform: 0, prior: { weights: constants.words as Tensor1D, mass: share } };
    },
  },
});
