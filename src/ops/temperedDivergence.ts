import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';
import { softMaximum } from './softMaximum.ts';

/**
 * T²·KL(softmax(t/T) ‖ softmax(z/T)), [tokens], of a teacher's logits t and a student's z, [tokens, vocab] each; its
 * gradient is T·(softmax(z/T) − softmax(t/T)), and the teacher has none. With F = T·log mean exp(·/T) it is
 *
 *     T·(⟨P_t, t − z⟩ − F(t) + F(z)):
 *
 * the difference of two cross-entropies, times T², would lose T² digits where both distributions are nearly uniform.
 */
export function temperedDivergence(
  { tf }: Kernel,
  logits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
): Tensor1D {
  const [divergence] = customOp(
    tf,
    [logits],
    (save) => {
      const softened = (of: Tensor2D) => softMaximum(tf, of, { temperature, largest: tf.max(of, 1) as Tensor1D });
      const [teacher, student] = [softened(teacherLogits), softened(logits)];
      save([tf.sub(student.probabilities, teacher.probabilities)]);
      const expected = tf.sum(tf.mul(teacher.probabilities, tf.sub(teacherLogits, logits)), 1);
      return [tf.mul(tf.add(tf.sub(expected, teacher.value), student.value), temperature)];
    },
    ([dy], [difference]) => [tf.mul(difference as Tensor, tf.reshape(tf.mul(dy as Tensor, temperature), [-1, 1]))],
  );
  return divergence as Tensor1D;
}
