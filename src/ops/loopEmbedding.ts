import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { rowsById, sumRowsById } from './embeddingLookup.ts';
import { customOp, type Kernel } from './kernel.ts';
import { turnedCopy } from './turnedCopy.ts';
import { withoutGradient } from './withoutGradient.ts';

/** What some steps were given, and the gradients of their answers, in the same order. */
interface Uses {
  given: Tensor[];
  gradients: Tensor[];
}

/**
 * A table of vectors that a loop over time looks up or averages, whose gradient is made once for the whole loop: one sum of
 * rows by id for all lookups, one product for all averages. Step by step it would be as many tensors of the table's size.
 *
 * Every use counts an anchor as its input, a scalar that is made of the table before the loop. The tape runs backwards,
 * so the anchor's gradient, which is the table's, is asked for when all uses have left theirs.
 */
export class LoopEmbedding {
  readonly #kernel: Kernel;
  readonly #table: Tensor2D;
  readonly #anchor: Tensor;
  readonly #lookups: Uses = { given: [], gradients: [] };
  readonly #averages: Uses = { given: [], gradients: [] };
  /** The table turned over, which averages need for their gradients. */
  #turned: Tensor2D | undefined;

  /** `table` [vocab, size]. */
  constructor(kernel: Kernel, table: Tensor2D) {
    this.#kernel = kernel;
    this.#table = table;
    const { tf } = kernel;
    const [anchor] = customOp(
      tf,
      [table],
      () => [tf.scalar(0)],
      () => [this.#tableGradient()],
    );
    this.#anchor = anchor as Tensor;
  }

  /** Rows of the table: `ids` [rows], int32 → [rows, size]. The choice of the ids is a constant. */
  lookup(ids: Tensor1D): Tensor2D {
    const { tf } = this.#kernel;
    const [vectors] = customOp(
      tf,
      [this.#anchor],
      (save) => {
        save([ids]);
        return [rowsById(this.#kernel, this.#table, ids)];
      },
      ([dy], [chosen]) => {
        this.#remember(this.#lookups, chosen as Tensor, dy as Tensor);
        return [tf.scalar(0)];
      },
    );
    return vectors as Tensor2D;
  }

  /**
   * Expected rows under y = softmax(α·s): `scores` [rows, vocab] → m = y·table [rows, size]. The softmax' sum over the
   * vocabulary is a product of vectors here: ∂s = α·y⊙(∂m·tableᵀ − ⟨y, ∂m·tableᵀ⟩), and ⟨y, ∂m·tableᵀ⟩ = ⟨∂m, m⟩.
   */
  expected(scores: Tensor2D, alpha: Scalar): Tensor2D {
    const { tf } = this.#kernel;
    this.#turned ??= withoutGradient(this.#kernel, () => turnedCopy(tf, this.#table));
    const turned = this.#turned;
    const [vectors] = customOp(
      tf,
      [scores, this.#anchor],
      (save) => {
        const probabilities = tf.softmax(tf.mul<Tensor2D>(scores, alpha));
        const mean = tf.matMul(probabilities, this.#table);
        save([probabilities, mean, alpha, turned]);
        return [mean];
      },
      ([dy], [probabilities, mean, factor, columns]) => {
        this.#remember(this.#averages, probabilities as Tensor, dy as Tensor);
        const scaled = tf.mul<Tensor2D>(dy as Tensor, factor as Tensor);
        const apart = tf.sub(tf.matMul(scaled, columns as Tensor2D), tf.sum(tf.mul(scaled, mean as Tensor), 1, true));
        return [tf.mul(probabilities as Tensor, apart), tf.scalar(0)];
      },
    );
    return vectors as Tensor2D;
  }

  #remember({ given, gradients }: Uses, input: Tensor, dy: Tensor): void {
    const { tf } = this.#kernel;
    given.push(tf.keep(input.clone()));
    gradients.push(tf.keep(dy.clone()));
  }

  #tableGradient(): Tensor {
    const { tf } = this.#kernel;
    const parts = [
      this.#gather(this.#lookups, (ids, dy) => sumRowsById(this.#kernel, dy, ids, this.#table.shape[0])),
      this.#gather(this.#averages, (probabilities, dy) =>
        tf.matMul(probabilities as Tensor2D, dy as Tensor2D, true, false),
      ),
    ].filter((part) => part !== undefined);
    return parts.length === 1 ? (parts[0] as Tensor) : tf.addN(parts);
  }

  #gather({ given, gradients }: Uses, gradient: (given: Tensor, dy: Tensor) => Tensor): Tensor | undefined {
    if (given.length === 0) return undefined;
    const { tf } = this.#kernel;
    const all = gradient(tf.concat(given, 0), tf.concat(gradients, 0));
    for (const kept of [...given.splice(0), ...gradients.splice(0)]) kept.dispose();
    return all;
  }
}
