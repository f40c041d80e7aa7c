import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { UserError } from '../../userError.ts';
import { defineTargets } from '../method.ts';

/** Classes at which the table takes 100 MB; with the optimizer's slots and the gradient four times that. */
const mostClasses = 5000;

const parameters = z.strictObject({
  alpha: z
    .number()
    .positive()
    .default(0.1)
    .describe('Weight of the divergence from the table, and of its own training'),
});

/**
 * Knowledge refinery. Ding et al. 2021: a table S [vocab, vocab] is trained with the model; its row of the gold class says how
 * the mass off the gold class should be spread. With p_r and q_r the softmax of the logits and of that row without the
 * gold class, and sg what is constant for the gradient, the model is trained by
 *
 *     CE + α·KL(p_r ‖ sg q_r)        and the table by        α·KL(q_r ‖ sg p_r), which is not part of the reported loss.
 */
export const knowledgeRefinery = defineTargets({
  title: 'Knowledge refinery: smoothing by a trained table',
  reference: 'Ding et al. 2021, Knowledge Refinery: Learning from Decoupled Label, AAAI',
  formula: 'L = CE + α·KL(p_r ‖ q_r) for the model, α·KL(q_r ‖ p_r) for the table;  q_r = softmax(S_gold without gold)',
  parameters,
  trained: (_, { tokens: { length } }) => {
    if (length > mostClasses)
      throw new UserError(
        `the targets \`kr-ls\` train a table of classes × classes: ${length} target tokens are too many, at most ${mostClasses}`,
        { fix: 'Make the vocabulary smaller (`subwords.size`), or choose other targets, such as `labo`.' },
      );
    return { table: { shape: [length, length], initial: 0 } };
  },
  loss: ({ tf, ops }, { logits, gold, nll, trained, parameters: { alpha } }) => {
    const withoutGold = tf.mul(tf.oneHot(gold, logits.shape[1]), -1e9); // e^(−1e9) is 0 in either distribution
    const model: Tensor2D = tf.add(logits, withoutGold);
    const table: Tensor2D = tf.add(ops.embeddingLookup(trained.table as Tensor2D, gold), withoutGold);
    const divergence = tf.add(ops.klDivergence(model, table), ops.gradientOnly(ops.klDivergence(table, model)));
    return tf.add(nll, tf.mul(divergence, alpha)) as Tensor1D;
  },
});
