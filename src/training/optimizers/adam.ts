import { z } from 'zod';
import type { StepContext } from '../../engine/program.ts';
import { defineOptimizer, type ParameterUpdate, slotName } from './optimizer.ts';

export const adamParameters = z.strictObject({
  beta1: z.number().min(0).lt(1).default(0.9).describe('Decay of the mean of gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('Decay of the mean of squared gradients'),
  epsilon: z.number().positive().default(1e-8).describe('Added to the root of the second moment'),
});

type AdamParameters = z.output<typeof adamParameters>;

export const adamSlots = () => ['m', 'v'];

/**
 * Powers of the decay rates, which undo the bias of moments that start at zero. The moments decay by the float32
 * numbers, of which 1 − 0.999 is 1.3e-5 off: the same numbers here, and it cancels.
 */
export const adamScalars = ({ beta1, beta2 }: AdamParameters, update: number) => ({
  beta1Power: Math.fround(beta1) ** update,
  beta2Power: Math.fround(beta2) ** update,
});

/** m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², θ ← θ − η·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v + ε): TensorFlow's fused op. */
export function applyAdam(
  context: StepContext,
  { name, gradient, scalars }: ParameterUpdate,
  parameters: AdamParameters,
) {
  const { tf } = context.engine;
  const { epsilon } = parameters;
  const [beta1, beta2] = [Math.fround(parameters.beta1), Math.fround(parameters.beta2)];
  const { beta1Power, beta2Power, learningRate } = scalars as Record<
    'beta1Power' | 'beta2Power' | 'learningRate',
    ParameterUpdate['scalars'][string]
  >;
  context.update({
    op: 'ResourceApplyAdam',
    variables: [name, slotName(name, 'm'), slotName(name, 'v')],
    inputs: [beta1Power, beta2Power, learningRate, tf.scalar(beta1), tf.scalar(beta2), tf.scalar(epsilon), gradient],
    portable: ([value, m, v]) => {
      const first = tf.add(tf.mul(m!, beta1), tf.mul(gradient, 1 - beta1));
      const second = tf.add(tf.mul(v!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
      const rate = tf.div(tf.mul(learningRate, tf.sqrt(tf.sub(1, beta2Power))), tf.sub(1, beta1Power));
      const change = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), epsilon));
      return [tf.sub(value!, change), first, second];
    },
  });
}

/** Adam. Kingma & Ba 2015, arXiv:1412.6980, in the form at the end of its section 2. */
export const adam = defineOptimizer({
  title: 'Adam',
  reference: 'Kingma & Ba 2015, arXiv:1412.6980',
  parameters: adamParameters,
  slots: adamSlots,
  scalars: adamScalars,
  apply: applyAdam,
});
