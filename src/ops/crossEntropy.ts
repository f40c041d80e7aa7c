import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** A target row q = gold·onehot(g) + uniform/V + column.mass·onehot(column.index), never materialised. */
export interface SmoothedTarget {
  gold: number;
  /** Total mass spread evenly over all V classes. */
  uniform: number;
  /** An extra (usually negative) mass on one fixed class, e.g. −ε/(V−2) on padding. */
  column?: { index: number; mass: number };
}

const times = (tf: Kernel['tf'], tensor: Tensor, factor: number) => (factor === 1 ? tensor : tf.mul(tensor, factor));

/**
 * Cross-entropy against a smoothed one-hot target, [tokens]: loss = s·ℓ − ⟨q,z⟩ with s = Σq and ∂loss/∂z = s·p − q
 * (softmax minus target, whatever the target). `logits` [tokens, vocab], `gold` [tokens] int32.
 */
export function smoothedCrossEntropy(
  kernel: Kernel,
  logits: Tensor2D,
  gold: Tensor1D,
  target: SmoothedTarget,
): Tensor1D {
  const { tf } = kernel;
  const [tokens, classes] = logits.shape;
  const { gold: goldMass, uniform, column } = target;
  const total = goldMass + uniform + (column?.mass ?? 0);
  const [loss] = customOp(
    tf,
    [logits],
    (save) => {
      // TensorFlow's softmax is several times as fast as its cross-entropy ops. ℓ follows from the largest logit m and
      // its probability, which is never near 0: ℓ = m − ln p_m.
      const probabilities = tf.softmax(logits);
      save([probabilities, gold]);
      const largest = tf.max(logits, 1);
      const below = (value: Tensor, mass: number) => times(tf, tf.sub(largest, value), mass); // mass·(m − value)
      const terms = [
        times(tf, tf.log(tf.max(probabilities, 1)), -total),
        below(pickColumns(kernel, logits, gold), goldMass),
      ];
      if (uniform !== 0) terms.push(below(tf.mean(logits, 1), uniform));
      if (column) terms.push(below(sliceColumn(tf, logits, column.index), column.mass));
      return [terms.reduce((sum, term) => tf.add(sum, term))];
    },
    ([dy], [probabilities, ids]) => {
      const rows = tf.reshape(dy, [tokens, 1]);
      let result = tf.mul(probabilities, times(tf, rows, total)); // in place: no other tensor of this size is made
      if (uniform !== 0) result = tf.sub(result, tf.mul(rows, uniform / classes));
      result = addToColumns(kernel, result, ids as Tensor1D, tf.mul(dy, -goldMass));
      if (column) {
        const index = tf.fill([tokens], column.index, 'int32') as Tensor1D;
        result = addToColumns(kernel, result, index, tf.mul(dy, -column.mass));
      }
      return [result];
    },
  );
  return loss as Tensor1D;
}

/** Cross-entropy against explicit target rows q [tokens, vocab], no gradient into q: s·ℓ − ⟨q,z⟩, [tokens]. */
export function softCrossEntropy({ tf }: Kernel, logits: Tensor2D, target: Tensor2D): Tensor1D {
  const [loss] = customOp(
    tf,
    [logits],
    (save) => {
      save([logits, target]);
      const mass = tf.sum(target, 1);
      return [tf.sub(tf.mul(mass, tf.logSumExp(logits, 1)), tf.sum(tf.mul(target, logits), 1))];
    },
    ([dy], [z, q]) => {
      const mass = tf.sum(q, 1, true);
      return [tf.mul(tf.sub(tf.mul(tf.softmax(z), mass), q), tf.reshape(dy, [-1, 1]))];
    },
  );
  return loss as Tensor1D;
}

/** Entropy of probability rows in nats, [tokens]; not differentiated. */
export function entropy({ tf }: Kernel, probabilities: Tensor): Tensor1D {
  const safe = tf.maximum(probabilities, 1e-30); // x·ln x → 0 as x → 0
  return tf.neg(tf.sum(tf.mul(probabilities, tf.log(safe)), -1)) as Tensor1D;
}

/** One column, [tokens]. */
const sliceColumn = (tf: Kernel['tf'], matrix: Tensor2D, column: number) =>
  tf.reshape(tf.slice(matrix, [0, column], [matrix.shape[0], 1]), [-1]);

/** One element a row: `matrix[i, columns[i]]`, [tokens]; not differentiated. */
export function pickColumns({ tf, raw }: Kernel, matrix: Tensor2D, columns: Tensor1D): Tensor1D {
  const indices = rowColumn(tf, columns);
  if (!raw) return tf.gatherND(matrix, indices) as Tensor1D;
  return raw('GatherNd', [matrix, indices], {
    Tparams: { type: 'float32' },
    Tindices: { type: 'int32' },
  })[0] as Tensor1D;
}

/** `matrix` with `values[i]` added at `[i, columns[i]]`. It may be `matrix` itself, changed: hand over a fresh one. */
function addToColumns({ tf, raw }: Kernel, matrix: Tensor, columns: Tensor1D, values: Tensor): Tensor {
  const [rows, classes] = matrix.shape as [number, number];
  if (raw) {
    // TensorScatterAdd would copy the whole matrix.
    const starts = tf.tensor1d(
      Int32Array.from({ length: rows }, (_, row) => row * classes),
      'int32',
    );
    const elements = tf.reshape(matrix, [rows * classes, 1]);
    const inputs = [elements, tf.add(starts, columns), tf.reshape(values, [rows, 1])];
    return tf.reshape(raw('InplaceAdd', inputs, { T: { type: 'float32' } })[0] as Tensor, [rows, classes]);
  }
  return tf.add(matrix, tf.scatterND(rowColumn(tf, columns), values, [rows, classes]));
}

/** [row, columns[row]] pairs, [tokens, 2] int32. */
function rowColumn(tf: Kernel['tf'], columns: Tensor1D) {
  const rows = tf.tensor1d(
    Int32Array.from({ length: columns.shape[0] }, (_, row) => row),
    'int32',
  );
  return tf.stack([rows, columns], 1) as Tensor2D;
}
