import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { addToColumns, pickColumns } from './columns.ts';
import { addMasses, type Mass } from './crossEntropy.ts';
import { customOp, type Kernel } from './kernel.ts';
import { peak } from './peak.ts';
import { softMaximum } from './softMaximum.ts';

export interface LaboOptions {
  /** α, a constant for the gradient. */
  share: Mass;
  /** τ of the optimal smoothing P* = softmax(z/τ). */
  temperature: number;
  /** 1; where it is 0, P* is uniform: plain label smoothing. */
  sharpness?: Scalar;
}

/**
 * Label smoothing by the distribution that is optimal for the model, Lu et al. 2023, eq. 12-15, without a target:
 *
 *     R = (1−α)·(ℓ − z_g) + α·(ℓ − τ·log mean exp(z/τ))        ∂R/∂z = p − (1−α)·onehot(g) − α·softmax(z/τ)
 *
 * `logits` [tokens, vocab], `gold` [tokens] int32 → [tokens].
 */
export function labo(kernel: Kernel, logits: Tensor2D, gold: Tensor1D, options: LaboOptions): Tensor1D {
  const { tf } = kernel;
  const { share, temperature, sharpness } = options;
  const ofGold = addMasses(tf, 1, typeof share === 'number' ? -share : tf.neg(share)); // 1−α
  const [loss] = customOp(
    tf,
    [logits],
    (save) => {
      const probabilities = tf.softmax(logits);
      const top = peak(kernel, logits);
      const smoothing = softMaximum(tf, logits, { temperature, sharpness, top });
      const shares = typeof share === 'number' ? share : tf.reshape(share, [-1, 1]);
      const free = tf.sub(probabilities, tf.mul(smoothing.probabilities, shares)); // p − α·P*
      save([free, gold, ...(typeof ofGold === 'number' ? [] : [ofGold])]);
      const terms = [
        tf.neg(tf.log(top.of(probabilities))), // ℓ − m, of the probability that is never near 0
        tf.mul(tf.sub(top.value, pickColumns(kernel, logits, gold)), ofGold),
        tf.mul(tf.sub(top.value, smoothing.value), share),
      ];
      return [terms.reduce((sum, term) => tf.add(sum, term))];
    },
    ([dy], [free, ids, mass = ofGold]) => {
      const gradient = tf.mul(free as Tensor, tf.reshape(dy as Tensor, [-1, 1]));
      return [addToColumns(kernel, gradient, ids as Tensor1D, tf.neg(tf.mul(dy as Tensor, mass)))];
    },
  );
  return loss as Tensor1D;
}
