import { z } from 'zod';
import { adamParameters, adamScalars, adamSlots, applyAdam } from './adam.ts';
import { defineOptimizer } from './optimizer.ts';

/** Adam with decoupled weight decay, θ ← θ − η·λ·θ before each update. Loshchilov & Hutter 2019, arXiv:1711.05101. */
export const adamw = defineOptimizer({
  title: 'AdamW',
  reference: 'Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2',
  parameters: z.strictObject({
    ...adamParameters.shape,
    weightDecay: z
      .number()
      .positive()
      .default(0.01)
      .describe('λ: share of a weight taken off, times the learning rate'),
  }),
  slots: adamSlots,
  scalars: adamScalars,
  apply: (context, update, parameters) => {
    const { tf } = context.engine;
    const rate = tf.mul(update.scalars.learningRate!, parameters.weightDecay);
    const weight = context.read(update.name);
    context.update({
      op: 'ResourceApplyGradientDescent',
      variables: [update.name],
      inputs: [rate, weight],
      portable: ([value]) => [tf.sub(value!, tf.mul(weight, rate))],
    });
    applyAdam(context, update, parameters);
  },
});
