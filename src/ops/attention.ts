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

/**
 * Additive attention. Bahdanau et al. 2015, arXiv:1409.0473: e_j = vᵀ·tanh(q + U·h_j), a = softmax(e), c = Σ a_j·h_j.
 * `query` [batch, size] is W·s; `direction` [size] is v. Returns the context [batch, values] and the weights
 * [batch, positions]; no gradient flows through the weights returned (they serve coverage and inspection).
 */
export function additiveAttention(
  { tf, raw }: Kernel,
  query: Tensor2D,
  memory: AttentionMemory,
  direction: Tensor1D,
): { context: Tensor2D; weights: Tensor2D } {
  const [batch, positions, size] = memory.keys.shape;
  const width = memory.values.shape[2];
  const [context, weights] = customOp(
    tf,
    [query, memory.keys, memory.values, direction],
    (save) => {
      const hidden = tf.tanh(tf.add(memory.keys, tf.reshape(query, [batch, 1, size]))); // [batch, positions, size]
      const column = tf.reshape(direction, [size, 1]) as Tensor2D;
      const energy = tf.reshape(tf.matMul(tf.reshape(hidden, [-1, size]) as Tensor2D, column), [batch, positions]);
      const probabilities = tf.softmax(tf.add(energy, memory.bias)); // [batch, positions]
      const summed = tf.matMul(tf.reshape(probabilities, [batch, 1, positions]), memory.values); // [batch, 1, values]
      save([hidden, probabilities, memory.values, direction]);
      return [tf.reshape(summed, [batch, width]), probabilities];
    },
    ([dContext], [hidden, probabilities, values, v]) => {
      const upstream = tf.reshape(dContext, [batch, 1, width]);
      const dWeights = tf.reshape(tf.matMul(upstream, values as Tensor3D, false, true), [batch, positions]);
      const weighted = tf.mul(dWeights, probabilities);
      const dEnergy = tf.sub(weighted, tf.mul(probabilities, tf.sum(weighted, 1, true))); // softmax'
      const dHidden = tf.mul(tf.reshape(dEnergy, [batch, positions, 1]), v); // [batch, positions, size]
      const dSum = tanhGradient({ tf, raw }, hidden, dHidden);
      const dValues = tf.mul(tf.reshape(probabilities, [batch, positions, 1]), upstream);
      const flat = tf.reshape(hidden, [-1, size]) as Tensor2D;
      const dDirection = tf.matMul(tf.reshape(dEnergy, [1, -1]) as Tensor2D, flat);
      return [tf.sum(dSum, 1), dSum, dValues, tf.reshape(dDirection, [size])];
    },
  );
  return { context: context as Tensor2D, weights: weights as Tensor2D };
}

/** ∂x of y = tanh(x), from y. */
function tanhGradient({ tf, raw }: Kernel, y: Tensor, dy: Tensor): Tensor {
  if (raw) return raw('TanhGrad', [y, dy], { T: { type: 'float32' } })[0];
  return tf.mul(dy, tf.sub(1, tf.square(y)));
}

/**
 * Scaled dot-product attention. Vaswani et al. 2017, eq. 1: softmax(Q·Kᵀ/√d + bias)·V. `queries`, `keys`, `values`
 * [batch·heads, positions, size]; `bias` broadcasts over the scores.
 */
export function dotAttention(
  { tf }: Kernel,
  queries: Tensor3D,
  keys: Tensor3D,
  values: Tensor3D,
  bias?: Tensor,
): Tensor3D {
  const scale = 1 / Math.sqrt(queries.shape[2]);
  const scores = tf.matMul(tf.mul(queries, scale) as Tensor3D, keys, false, true);
  return tf.matMul(tf.softmax(bias ? tf.add(scores, bias) : scores) as Tensor3D, values) as Tensor3D;
}
