import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel, type Tf } from './kernel.ts';
import { type Peak, peak } from './peak.ts';

/** Above it, a difference of logarithms near each other loses more digits than a loss may. */
const warm = 4;

/**
 * T²·KL(Q ‖ P), [tokens], of Q = softmax(t/T) and P = softmax(z/T), for a teacher's logits t and a student's z, [tokens,
 * vocab] each; its gradient is T·(P − Q), and the teacher has none.
 */
export function temperedDivergence(
  kernel: Kernel,
  logits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: number,
): Tensor1D {
  const { tf } = kernel;
  const [divergence] = customOp(
    tf,
    [logits],
    (save) => {
      const softened = (of: Tensor2D): Softened => {
        const scaled = tf.mul(of, 1 / temperature) as Tensor2D;
        return { scaled, probabilities: tf.softmax(scaled), top: () => peak(kernel, of) };
      };
      const [teacher, student] = [softened(teacherLogits), softened(logits)];
      const difference = tf.sub(teacher.probabilities, student.probabilities);
      save([difference]);
      const value =
        temperature < warm ? ofLogits(tf, teacher, student) : ofProbabilities(kernel, teacher, student, difference);
      return [tf.mul(value, temperature ** 2)];
    },
    ([dy], [difference]) => [tf.mul(difference as Tensor, tf.reshape(tf.mul(dy as Tensor, -temperature), [-1, 1]))],
  );
  return divergence as Tensor1D;
}

/** Near float32's smallest number: a class whose probability rounds to 0 is taken to have this one. */
const least = 1e-37;

interface Softened {
  scaled: Tensor2D;
  probabilities: Tensor2D;
  /** Of the logits before they were scaled, which others may need too. */
  top(): Peak;
}

/** ⟨Q, (t−z)/T⟩ − log Σ exp(t/T) + log Σ exp(z/T). */
function ofLogits(tf: Tf, teacher: Softened, student: Softened): Tensor {
  // log Σ exp: the largest logit less the logarithm of its probability, which is never near 0.
  const total = ({ scaled, probabilities, top }: Softened) => {
    const { of } = top();
    return tf.sub(of(scaled), tf.log(of(probabilities)));
  };
  const expected = tf.sum(tf.mul(teacher.probabilities, tf.sub(teacher.scaled, student.scaled)), 1);
  return tf.add(tf.sub(expected, total(teacher)), total(student));
}

/**
 * As a Bregman divergence, Σ_j Q_j·log(Q_j/P_j) − (Q_j − P_j), in which rounding errors of Q and P count in the second
 * order alone: the difference of two cross-entropies, times T², would lose T² digits where both are nearly uniform.
 */
function ofProbabilities(kernel: Kernel, teacher: Softened, student: Softened, difference: Tensor): Tensor {
  const { tf } = kernel;
  const logarithms = logQuotient(kernel, difference, tf.maximum(student.probabilities, least));
  return tf.sum(tf.sub(tf.mul(logarithms, teacher.probabilities), difference), 1);
}

/** log(1 + x) of x = difference/base; an x that rounds to −1 stays above it. */
function logQuotient({ tf, raw }: Kernel, difference: Tensor, base: Tensor): Tensor {
  const quotient = tf.maximum(tf.div(difference, base), 2 ** -23 - 1);
  if (raw) return tf.log1p(quotient);
  // wasm's log1p loses the digits of small numbers: log(1+x) = 2·artanh(x/(2+x)).
  const small = tf.minimum(quotient, 1);
  const precise = tf.mul(2, tf.atanh(tf.div(small, tf.add(small, 2))));
  return tf.where(tf.less(quotient, 1), precise, tf.log(tf.add(quotient, 1)));
}
