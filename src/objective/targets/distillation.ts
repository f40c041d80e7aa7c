import { z } from 'zod';
import { defineTargets } from '../method.ts';

const parameters = z.strictObject({
  teacher: z.string().min(1).meta({
    description: 'The trained teacher: a variant of this file, trained first with the same seed, or a run folder',
    'x-refersTo': 'variant',
  }),
  alpha: z.number().min(0).max(1).default(0.5).describe('Weight of the teacher against the gold label'),
  temperature: z.number().positive().default(1).describe('T: both distributions are softened by it'),
});

/**
 * Knowledge distillation. Hinton et al. 2015; Lu et al. 2023, eq. 3-4:
 * L = (1−α)·CE + α·T²·KL(P_teacher^(T) ‖ p^(T)), the teacher detached.
 */
export const distillation = defineTargets({
  title: 'Knowledge distillation',
  reference: 'Hinton et al. 2015, arXiv:1503.02531; Lu et al. 2023, eq. 3-4',
  formula: 'L = (1−α)·CE + α·T²·KL(softmax(teacher/T) ‖ softmax(z/T))',
  parameters,
  needs: ({ teacher }) => ({ teacher }),
  withoutEffect: ({ alpha }) =>
    alpha === 0 ? { path: 'alpha', reason: 'a teacher with weight 0 changes nothing' } : undefined,
  loss: ({ tf, ops }, { logits, nll, teacherLogits, parameters: { alpha, temperature } }) => {
    if (!teacherLogits) throw new Error('distillation was given no teacher logits');
    const divergence = ops.temperedDivergence(logits, teacherLogits, temperature); // T²·KL
    return tf.add(tf.mul(nll, 1 - alpha), tf.mul(divergence, alpha)) as typeof nll;
  },
  // At T = 1 the gradient is p − q with q = (1−α)·onehot + α·P_teacher; else part of it is taken at p^(T).
  gradientScale: ({ temperature }) => (temperature === 1 ? 1 : undefined),
  distribution: (gold, { alpha, temperature }, { classes, teacherLogits }) => {
    if (!teacherLogits) throw new Error('the distilled distribution needs the teacher logits of the position');
    const scaled = Array.from({ length: classes }, (_, index) => teacherLogits[index] / temperature);
    const peak = Math.max(...scaled);
    const exponentials = scaled.map((value) => Math.exp(value - peak));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    const mass = new Map(exponentials.map((value, index) => [index, (alpha * value) / total]));
    mass.set(gold, (mass.get(gold) ?? 0) + 1 - alpha);
    return { mass, rest: 0 };
  },
});
