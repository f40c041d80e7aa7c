import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** What additive attention looks at: made once a sentence. */
export interface AttentionMemory {
  /** U·h_j, [batch, positions, size]. */
  keys: Tensor3D;
  /** h_j, [batch, positions, values]. */
  values: Tensor3D;
  /** 0 at a position that counts, −1e9 at padding, [batch, positions]. */
  bias: Tensor2D;
}

/** What one step adds to the gradients of the memory. */
interface StepGradient {
  /** ∂(q + U·h_j), [batch, positions, size]. */
  sums: Tensor;
  /** a_j, [batch, positions], and ∂c, [batch, 1, values]: their outer product is the step's ∂h_j. */
  probabilities: Tensor;
  upstream: Tensor;
}

/**
 * Additive attention inside a loop over time. Bahdanau et al. 2015, arXiv:1409.0473: e_j = vᵀ·tanh(q + U·h_j),
 * a = softmax(e), c = Σ a_j·h_j. The memory's gradients are made once for the whole loop: ∂keys is one sum, and
 * ∂values one product, Σ_t a_t·∂c_tᵀ. As with LoopProduct, the first step's gradient comes last and is the one that
 * counts the memory as its input; every later query must depend on something that is differentiated.
 */
export class LoopAttention {
  readonly #kernel: Kernel;
  readonly #memory: AttentionMemory;
  readonly #direction: Tensor1D;
  readonly #steps: StepGradient[] = [];
  #first = true;

  /** `direction` [size] is v. */
  constructor(kernel: Kernel, memory: AttentionMemory, direction: Tensor1D) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#direction = direction;
  }

  /**
   * `query` [batch, size] is q. Returns the context [batch, values] and the weights [batch, positions]; no gradient flows
   * through the weights, which serve coverage and inspection.
   */
  look(query: Tensor2D): { context: Tensor2D; weights: Tensor2D } {
    const isFirst = this.#first;
    this.#first = false;
    const { keys, values } = this.#memory;
    const [context, weights] = customOp(
      this.#kernel.tf,
      isFirst ? [query, this.#direction, keys, values] : [query, this.#direction],
      (save) => this.#forward(query, save),
      ([dContext], saved) => {
        const { step, dDirection } = this.#backward(dContext as Tensor, saved);
        const dQuery = this.#kernel.tf.sum(step.sums, 1);
        this.#steps.push(isFirst ? step : this.#keep(step));
        return isFirst ? [dQuery, dDirection, ...this.#memoryGradients()] : [dQuery, dDirection];
      },
    );
    return { context: context as Tensor2D, weights: weights as Tensor2D };
  }

  #forward(query: Tensor2D, save: (tensors: Tensor[]) => void): Tensor[] {
    const { tf } = this.#kernel;
    const { keys, values, bias } = this.#memory;
    const [batch, positions, size] = keys.shape;
    const hidden = tf.tanh(tf.add(keys, tf.reshape(query, [batch, 1, size]))); // [batch, positions, size]
    const column = tf.reshape(this.#direction, [size, 1]) as Tensor2D;
    const energy = tf.reshape(tf.matMul(tf.reshape(hidden, [-1, size]) as Tensor2D, column), [batch, positions]);
    const probabilities = tf.softmax(tf.add(energy, bias)); // [batch, positions]
    const summed = tf.matMul(tf.reshape(probabilities, [batch, 1, positions]), values); // [batch, 1, values]
    save([hidden, probabilities, values, this.#direction]);
    return [tf.reshape(summed, [batch, values.shape[2]]), probabilities];
  }

  #backward(
    dContext: Tensor,
    [hidden, probabilities, values, v]: Tensor[],
  ): { step: StepGradient; dDirection: Tensor } {
    const { tf } = this.#kernel;
    const [batch, positions, size] = this.#memory.keys.shape;
    const upstream = tf.reshape(dContext, [batch, 1, -1]);
    const dWeights = tf.reshape(tf.matMul(upstream, values as Tensor3D, false, true), [batch, positions]);
    const weighted = tf.mul(dWeights, probabilities as Tensor);
    const dEnergy = tf.sub(weighted, tf.mul(probabilities as Tensor, tf.sum(weighted, 1, true))); // softmax'
    const dHidden = tf.mul(tf.reshape(dEnergy, [batch, positions, 1]), v as Tensor); // [batch, positions, size]
    const sums = tanhGradient(this.#kernel, hidden as Tensor, dHidden);
    const flat = tf.reshape(hidden as Tensor, [-1, size]) as Tensor2D;
    const dDirection = tf.reshape(tf.matMul(tf.reshape(dEnergy, [1, -1]) as Tensor2D, flat), [size]);
    return { step: { sums, probabilities: probabilities as Tensor, upstream }, dDirection };
  }

  #keep({ sums, probabilities, upstream }: StepGradient): StepGradient {
    const { tf } = this.#kernel;
    return { sums: tf.keep(sums.clone()), probabilities, upstream: tf.keep(upstream.clone()) };
  }

  #memoryGradients(): [dKeys: Tensor, dValues: Tensor] {
    const { tf } = this.#kernel;
    const steps = this.#steps;
    const dKeys = tf.addN(steps.map(({ sums }) => sums));
    const all = tf.stack(
      steps.map(({ probabilities }) => probabilities),
      1,
    ); // [batch, time, positions]
    const upstreams = tf.concat(
      steps.map(({ upstream }) => upstream),
      1,
    ); // [batch, time, values]
    const dValues = tf.matMul(all, upstreams, true, false);
    for (const { sums, upstream } of steps.slice(0, -1)) {
      sums.dispose();
      upstream.dispose();
    }
    return [dKeys, dValues];
  }
}

/** ∂x of y = tanh(x), from y. */
function tanhGradient({ tf, raw }: Kernel, y: Tensor, dy: Tensor): Tensor {
  if (raw) return raw('TanhGrad', [y, dy], { T: { type: 'float32' } })[0] as Tensor;
  return tf.mul(dy, tf.sub(1, tf.square(y)));
}
