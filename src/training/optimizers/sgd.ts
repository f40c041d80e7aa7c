import { z } from 'zod';
import { defineOptimizer, slotName } from './optimizer.ts';

/** Gradient descent with momentum: a ← μ·a + g + λ·θ, θ ← θ − η·a (with Nesterov's step: θ ← θ − η·(g + μ·a)). */
export const sgd = defineOptimizer({
  title: 'Stochastic gradient descent',
  reference: 'Sutskever et al. 2013, ICML, section 2',
  parameters: z.strictObject({
    momentum: z.number().min(0).lt(1).default(0.9).describe('μ: decay of the accumulated gradient'),
    nesterov: z.boolean().default(false).describe('Look ahead by one momentum step'),
    weightDecay: z.number().min(0).default(0).describe('λ: L2 penalty, added to the gradient'),
  }),
  slots: () => ['momentum'],
  scalars: () => ({}),
  apply: (context, { name, gradient, scalars }, { momentum, nesterov, weightDecay }) => {
    const { tf } = context.engine;
    const learningRate = scalars.learningRate!;
    const slope = weightDecay > 0 ? tf.add(gradient, tf.mul(context.read(name), weightDecay)) : gradient;
    context.update({
      op: 'ResourceApplyMomentum',
      variables: [name, slotName(name, 'momentum')],
      inputs: [learningRate, slope, tf.scalar(momentum)],
      attributes: { use_nesterov: nesterov },
      portable: ([value, old]) => {
        const accumulated = tf.add(tf.mul(old!, momentum), slope);
        const step = nesterov ? tf.add(slope, tf.mul(accumulated, momentum)) : accumulated;
        return [tf.sub(value!, tf.mul(step, learningRate)), accumulated];
      },
    });
  },
});
