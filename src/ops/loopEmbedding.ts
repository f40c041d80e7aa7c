import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { rowsById, sumRowsById } from './embeddingLookup.ts';
import { customOp, type Kernel } from './kernel.ts';

/** What some steps answered to, and the gradients of their answers, in the same order. */
interface Uses {
  given: Tensor[];
  gradients: Tensor[];
}

/**
 * A table of vectors that a loop over time looks up or mixes, whose gradient is made once for the whole loop: one sum of
 * rows by id for all lookups, one product for all mixtures. Step by step it would be as many tensors of the table's size.
 *
 * Every use counts an anchor as its input, a scalar that is made of the table before the loop. The tape runs backwards,
 * so the anchor's gradient, which is the table's, is asked for when all uses have left theirs.
 */
export class LoopEmbedding {
  readonly #kernel: Kernel;
  readonly #table: Tensor2D;
  readonly #anchor: Tensor;
  readonly #lookups: Uses = { given: [], gradients: [] };
  readonly #mixtures: Uses = { given: [], gradients: [] };

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

  /** Weighted sums of all rows: `weights` [rows, vocab] → weights·table [rows, size]. */
  mix(weights: Tensor2D): Tensor2D {
    const { tf } = this.#kernel;
    const [vectors] = customOp(
      tf,
      [weights, this.#anchor],
      (save) => {
        save([weights]);
        return [tf.matMul(weights, this.#table)];
      },
      ([dy], [mixed]) => {
        this.#remember(this.#mixtures, mixed as Tensor, dy as Tensor);
        return [tf.matMul(dy as Tensor2D, this.#table, false, true), tf.scalar(0)];
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
      this.#gather(this.#mixtures, (weights, dy) => tf.matMul(weights as Tensor2D, dy as Tensor2D, true, false)),
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
