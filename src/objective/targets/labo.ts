import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Mass } from '../../ops/crossEntropy.ts';
import { defineTargets, type TokenInput, type Tools } from '../method.ts';
import { ramp, ramped, rampSchedule, rampTooLong } from './ramp.ts';

/** α while the smoothing is still uniform, even where it adapts afterwards. */
const shareInWarmUp = 0.1;

const parameters = z.strictObject({
  alpha: z
    .union([z.number().min(0).max(1), z.literal('adaptive')])
    .default(0.1)
    .describe('α: mass moved off the gold label, or `adaptive`: more where the model is sure, 1 − ρ·H(p)/log V'),
  temperature: z.number().positive().default(1.25).describe('τ: above 1 the smoothing is flatter than the model'),
  rho: z.number().min(0).max(1).default(0.5).describe('ρ of an adaptive α: α lies between 1 − ρ and 1'),
  warmup: z
    .int()
    .min(0)
    .default(0)
    .describe('T_w: from this step on the model shapes the smoothing; before it, it is plain label smoothing'),
  form: z
    .enum(['closed', 'two-stage'])
    .default('closed')
    .describe(
      'One loss without a target, or the published two steps with a target row for each token: equal gradients',
    ),
  ramp: ramp.optional().describe('α grows from 0 over the first steps'),
});

type Input = TokenInput<typeof parameters>;

/** α of each token at this step of training; a constant for the gradient. */
function shareOf({ tf, ops }: Tools, { logits, schedules, parameters: { alpha, rho } }: Input): Mass {
  if (alpha !== 'adaptive') return ramped(tf, alpha, schedules);
  const perNat = rho / Math.log(logits.shape[1]);
  const share = ops.withoutGradient(() => tf.sub(1, tf.mul(ops.softmaxEntropy(logits), perNat))); // eq. 16
  const { learned } = schedules;
  const mixed: Mass = learned ? tf.add(tf.mul(share, learned), tf.mul(tf.sub(1, learned), shareInWarmUp)) : share;
  return ramped(tf, mixed, schedules);
}

/** Algorithm 1 as it is written: P* first, which is then a constant; −Σ q·log p + ατ·KL(P*‖U) with q = (1−α)y + αP*. */
function twoStage(tools: Tools, { logits, nll, parameters: { temperature }, schedules }: Input, share: Mass): Tensor {
  const { tf, ops } = tools;
  const { learned } = schedules;
  const optimal = ops.withoutGradient(() => {
    const inverse = learned ? tf.mul(learned, 1 / temperature) : 1 / temperature;
    return tf.softmax(tf.mul(logits, inverse));
  }) as Tensor2D; // [tokens, vocab]
  const divergence = tf.sub(Math.log(logits.shape[1]), ops.entropy(optimal)); // KL(P*‖U)
  const toOptimal = tf.add(ops.softCrossEntropy(logits, optimal), tf.mul(divergence, temperature));
  return tf.add(tf.mul(nll, tf.sub(1, share)), tf.mul(toOptimal, share));
}

/** Label smoothing by the distribution that suits the model best. Lu et al. 2023, eq. 12-16 and algorithm 1. */
export const labo = defineTargets({
  title: 'LABO: label smoothing that the model shapes',
  reference: 'Lu et al. 2023, arXiv:2305.04971, eq. 12-16',
  formula: 'L = (1−α)·(ℓ − z_gold) + α·(ℓ − τ·log mean exp(z/τ));  ∂L/∂z = p − (1−α)·onehot − α·softmax(z/τ)',
  parameters,
  needs: ({ warmup, ramp: given }) => ({
    schedules: {
      ...rampSchedule(given),
      // Algorithm 1 counts steps from 1 and is plain while i < T_w.
      ...(warmup > 1 && { learned: ({ step }: { step: number }) => (step < warmup ? 0 : 1) }),
    },
  }),
  withoutEffect: ({ alpha, rho, warmup, ramp: given }, facts) => {
    if (alpha === 0) return { path: 'alpha', reason: 'a smoothing of 0 is plain maximum likelihood' };
    if (alpha !== 'adaptive' && rho !== 0.5) return { path: 'rho', reason: 'only an `adaptive` alpha uses it' };
    if (facts.totalSteps !== undefined && warmup > facts.totalSteps)
      return {
        path: 'warmup',
        reason: `training ends after ${facts.totalSteps} steps, all of them plain label smoothing`,
      };
    return rampTooLong(given, facts);
  },
  loss: (tools, input) => {
    const { logits, gold, schedules } = input;
    const { temperature, form } = input.parameters;
    const share = shareOf(tools, input);
    if (form === 'two-stage') return twoStage(tools, input, share) as Tensor1D;
    return tools.ops.labo(logits, gold, { share, temperature, sharpness: schedules.learned });
  },
});
