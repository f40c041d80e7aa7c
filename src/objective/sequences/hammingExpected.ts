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
    constants: (chosen, { tokens }) => {
      const ofClass = (value: (id: number) => number) => ({
        shape: [tokens.length],
        values: Float32Array.from(tokens, (_, id) => value(id)),
      });
      return {
        replaced: ofClass((id) => replacement(id, tokens.length, chosen).mass), // αρ by gold id
        share: ofClass((id) => replacement(id, tokens.length, chosen).share),
        words: ofClass((id) => Number(isWord(id))),
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
    distribution: (gold, chosen, { classes }) => {
      const { mass, share } = replacement(gold, classes, chosen);
      const others = Array.from({ length: firstWord }, (_, id): [number, number] => [id, 0]);
      return { mass: new Map([...others, [gold, 1 - mass]]), rest: share };
    },
  },
});

const firstWord = special.unk + 1;
const isWord = (id: number): boolean => id >= firstWord;

/** The αρ that goes from a gold token to the words that may stand in its place, and the share of each of them. */
function replacement(
  gold: number,
  classes: number,
  { alpha, temperature }: z.output<typeof parameters>,
): { mass: number; share: number } {
  const words = classes - firstWord;
  const others = isWord(gold) ? words - 1 : words;
  if (others <= 0 || !(isWord(gold) || gold === special.unk)) return { mass: 0, share: 0 };
  const mass = alpha * replacementRate(others, temperature);
  return { mass, share: mass / others };
}
