import type { Tensor1D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineTargets } from '../method.ts';

const parameters = z.strictObject({
  lambda: z.number().min(0).default(1).describe('λ: weight of the agreement with the partner'),
  temperature: z.number().positive().default(4).describe('T: both distributions are softened by it'),
});

/**
 * Class-wise self-knowledge distillation. Yun et al. 2020, eq. 3-4, where the class is the gold word: a token learns from
 * what the model says of another token of the batch with the same gold word. Tokens without one have no such term. A
 * picture learns from another one of its class, which is drawn for it.
 */
export const classSelfDistillation = defineTargets({
  title: 'Class-wise self-distillation (CS-KD)',
  reference: 'Yun et al. 2020, arXiv:2003.13964, eq. 3-4; Lu et al. 2023, table 3',
  formula: "L = CE + λ·T²·KL(softmax(z'/T) ‖ softmax(z/T)),  z' of another token with the same gold word",
  parameters,
  needs: () => ({ partners: true }),
  withoutEffect: ({ lambda }) =>
    lambda === 0 ? { path: 'lambda', reason: 'an agreement with weight 0 changes nothing' } : undefined,
  loss: ({ tf, ops }, { logits, nll, partners, partnerLogits, parameters: { lambda, temperature } }) => {
    if (partnerLogits) {
      const toPartner = ops.temperedDivergence(logits, partnerLogits, temperature);
      return tf.add(nll, tf.mul(toPartner, lambda)) as Tensor1D;
    }
    if (!partners) throw new Error('self-distillation was given no partners');
    const ofPartners = ops.withoutGradient(() => ops.embeddingLookup(logits, partners)) as typeof logits;
    const divergence = ops.temperedDivergence(logits, ofPartners, temperature);
    const ownRows = tf.range(0, partners.shape[0], 1, 'int32');
    const hasPartner = tf.cast(tf.notEqual(partners, ownRows), 'float32');
    return tf.add(nll, tf.mul(divergence, tf.mul(hasPartner, lambda))) as Tensor1D;
  },
});
