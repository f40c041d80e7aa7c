import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';
import { turnedCopy } from './turnedCopy.ts';
import { withoutGradient } from './withoutGradient.ts';

/**
 * A matrix product x_t·W (or x_t·Wᵀ, `transposed`) inside a loop over time, whose weight gradient is one product for the
 * whole loop: ∂W = [x_1 … x_T]ᵀ·[∂y_1 … ∂y_T]. Step by step it would be T thin products and their sum. What the steps
 * read of W turned over, forwards or backwards, is turned over once.
 *
 * The tape runs backwards, so the first step's gradient comes last; only that step counts `weight` as its input. So the
 * first product must reach what is differentiated, and every later x must depend on something that is: a recurrence.
 */
export class LoopProduct {
  readonly #kernel: Kernel;
  readonly #weight: Tensor2D;
  readonly #transposed: boolean;
  readonly #inputs: Tensor[] = [];
  readonly #gradients: Tensor[] = [];
  #steps = 0;
  #turned: Tensor2D | undefined;

  /** `weight` [inputs, outputs]; `transposed`, [outputs, inputs]. */
  constructor(kernel: Kernel, weight: Tensor2D, { transposed = false } = {}) {
    this.#kernel = kernel;
    this.#weight = weight;
    this.#transposed = transposed;
  }

  /** x [rows, inputs] → x·W [rows, outputs]. */
  apply(x: Tensor2D): Tensor2D {
    const { tf } = this.#kernel;
    const isFirst = this.#steps++ === 0;
    // One product alone is not worth a copy.
    if (this.#transposed && !isFirst)
      this.#turned ??= withoutGradient(this.#kernel, () => turnedCopy(tf, this.#weight));
    const turned = this.#turned;
    const [product] = customOp(
      tf,
      isFirst ? [x, this.#weight] : [x],
      (save) => {
        save([x, this.#weight]);
        return [turned ? tf.matMul(x, turned) : tf.matMul(x, this.#weight, false, this.#transposed)];
      },
      ([dy], [input, weight]) => {
        const dx = this.#inputGradient(dy as Tensor2D, weight as Tensor2D);
        this.#inputs.push(input);
        this.#gradients.push(isFirst ? dy : tf.keep(dy.clone()));
        return isFirst ? [dx, this.#weightGradient()] : [dx];
      },
    );
    return product as Tensor2D;
  }

  #inputGradient(dy: Tensor2D, weight: Tensor2D): Tensor2D {
    const { tf } = this.#kernel;
    if (this.#transposed) return tf.matMul(dy, weight);
    if (this.#steps === 1) return tf.matMul(dy, weight, false, true);
    this.#turned ??= tf.keep(turnedCopy(tf, weight));
    return tf.matMul(dy, this.#turned);
  }

  #weightGradient(): Tensor {
    const { tf } = this.#kernel;
    const all = (tensors: Tensor[]) => (tensors.length === 1 ? tensors[0] : tf.concat(tensors, 0)) as Tensor2D;
    const [inputs, gradients] = [all(this.#inputs), all(this.#gradients)];
    const gradient = this.#transposed
      ? tf.matMul(gradients, inputs, true, false)
      : tf.matMul(inputs, gradients, true, false);
    for (const kept of this.#gradients.slice(0, -1)) kept.dispose();
    if (!this.#transposed) this.#turned?.dispose();
    return gradient;
  }
}
