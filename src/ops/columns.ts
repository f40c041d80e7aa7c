import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

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
export function addToColumns({ tf, raw }: Kernel, matrix: Tensor, columns: Tensor1D, values: Tensor): Tensor {
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
