import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { addMasses, type Mass } from '../../ops/crossEntropy.ts';
import { defineTargets, type TokenInput, type Tools } from '../method.ts';
import { scaleMass } from '../targetMasses.ts';

const parameters = z.strictObject({
  alpha: z.number().min(0).max(1).default(0.6).describe('Weight of the smoothed target against the gold label'),
  a: z.number().positive().default(3).describe('The gold mass b is drawn from Beta(a, 1), whose mean is a/(a+1)'),
  decay: z.number().min(0).lt(1).default(0.999).describe("Decay of the moving average of the model's weights"),
});

/**
 * Beta smoothing. Zhang & Sabuncu 2020: each token's gold mass b is drawn anew, and the surer a moving average of the
 * model is of the token, the larger the b that it gets. Where nothing is random, b is the mean of its distribution.
 */
export const betaSmoothing = defineTargets({
  title: 'Beta smoothing',
  reference: 'Zhang & Sabuncu 2020, arXiv:2006.05065',
  formula: 'L = (1−α)·CE + α·CE against b on gold, (1−b)/(V−1) elsewhere;  b ~ Beta(a, 1), ranked',
  parameters,
  needs: ({ decay }) => ({ average: { decay } }),
  withoutEffect: ({ alpha }) =>
    alpha === 0 ? { path: 'alpha', reason: 'a smoothed target with weight 0 changes nothing' } : undefined,
  linear: (tools, input) => {
    const { logits, parameters: chosen } = input;
    const { tf } = tools;
    const classes = logits.shape[1];
    const b: Mass = input.randomness ? tools.ops.withoutGradient(() => rankedDraws(tools, input)) : mean(chosen);
    const free = addMasses(tf, 1, scaleMass(tf, b, -1));
    const other = scaleMass(tf, free, chosen.alpha / (classes - 1));
    const onGold = addMasses(tf, 1 - chosen.alpha, scaleMass(tf, b, chosen.alpha));
    return { gold: addMasses(tf, onGold, scaleMass(tf, other, -1)), uniform: scaleMass(tf, other, classes) };
  },
  // That of the mean; what a token is trained towards is drawn anew each time.
  distribution: (gold, chosen, { classes }) => {
    const { alpha } = chosen;
    const b = mean(chosen);
    return { mass: new Map([[gold, 1 - alpha + alpha * b]]), rest: (alpha * (1 - b)) / (classes - 1) };
  },
});

/** E[b] of Beta(a, 1). */
const mean = ({ a }: z.output<typeof parameters>): number => a / (a + 1);

/**
 * A draw of Beta(a, 1) for each token, u^(1/a) by its inverse distribution function: the largest goes to the token that
 * the averaged model is surest of, and so on down. Padding comes last on both sides and takes no part. [tokens]
 */
function rankedDraws({ tf, ops }: Tools, input: TokenInput<typeof parameters>): Tensor1D {
  const { gold, padId, averageLogits, randomness, parameters: chosen } = input;
  if (!averageLogits || !randomness) throw new Error('beta smoothing was given no averaged model');
  const [tokens] = gold.shape;
  const isPadding = tf.cast(tf.equal(gold, padId), 'float32');
  const last = (values: Tensor): Tensor1D => tf.sub(values, tf.mul(isPadding, 1e9));
  const draws: Tensor = tf.pow(ops.randomUniform([tokens], randomness), 1 / chosen.a);
  const sureness = tf.neg(ops.smoothedCrossEntropy(averageLogits, gold, { gold: 1, uniform: 0 }));
  const { values: descending } = tf.topk(last(draws), tokens);
  const { indices: order } = tf.topk(last(sureness), tokens);
  const ranked = tf.scatterND(tf.reshape(order, [tokens, 1]), descending, [tokens]) as Tensor1D;
  return tf.maximum(ranked, 0);
}
