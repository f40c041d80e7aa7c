import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Facts, InputsInput, Needs, Tools } from '../method.ts';
import { blend } from './blend.ts';
import { decayParameter, decayWithoutEffect, goldProbability } from './decay.ts';
import { sharpness, sharpnessAt, sharpnessWithoutEffect } from './sharpness.ts';

/** What the methods that feed a mixture of all words have in common. */
export const softParameters = z.strictObject({
  alpha: sharpness
    .default({ kind: 'fixed', value: 5 })
    .describe('Sharpness of the soft choice, fixed or growing by epoch'),
  decay: decayParameter,
  mode: z
    .enum(['soft', 'straight-through', 'two-pass'])
    .default('soft')
    .describe(
      'soft: the mixture, forward and backward; straight-through: the most probable word forward, the mixture backward; ' +
        "two-pass: the mixture by a first pass' scores, which get no gradient",
    ),
});

type SoftParameters = z.output<typeof softParameters>;

export const softNeeds = ({ alpha, decay }: SoftParameters): Needs => ({
  schedules: {
    alpha: (progress) => sharpnessAt(alpha, progress),
    goldProbability: (progress) => goldProbability(decay, progress),
  },
});

export const softWithoutEffect = ({ alpha, decay }: SoftParameters, facts: Facts) =>
  decayWithoutEffect(decay, facts) ?? sharpnessWithoutEffect(alpha, facts);

export const isTwoPass = ({ mode }: SoftParameters): boolean => mode === 'two-pass';

/** c·E[gold] + (1−c)·Σ_j softmax(α·s)_j·E_j for the scores s, [batch, vocab] → [batch, embedding]. */
export function feedSoftly(tools: Tools, input: InputsInput<typeof softParameters>, scores: Tensor2D): Tensor2D {
  const { tf, ops } = tools;
  const { parameters, embeddings, schedules } = input;
  const mixture = embeddings.expected(scores, schedules.alpha as Scalar);
  if (parameters.mode !== 'straight-through') return blend(tools, input, mixture);
  const hard = ops.withoutGradient(() => embeddings.lookup(ops.mostProbable(scores)));
  return blend(tools, input, tf.add(hard, ops.gradientOnly(mixture)));
}
