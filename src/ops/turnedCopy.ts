import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './kernel.ts';

/**
 * A matrix turned over, [rows, columns] → [columns, rows], as a copy that many products read. TensorFlow turns a
 * product's transposed operand over in each product anew, which takes longer than a product with few rows does; a
 * plain tf.transpose it would move into the products, hence the third dimension.
 */
export function turnedCopy(tf: Tf, matrix: Tensor2D): Tensor2D {
  const [rows, columns] = matrix.shape;
  return tf.reshape(tf.transpose(tf.reshape(matrix, [1, rows, columns]), [0, 2, 1]), [columns, rows]);
}
