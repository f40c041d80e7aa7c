import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/**
 * `table` [n, size] with `values` [rows, size] in the rows that `rows` names, each once. It may be `table` itself,
 * changed: of what search holds for all of its sources a step writes a small part. Not differentiated.
 */
export function putRows({ tf, raw }: Kernel, table: Tensor2D, rows: Tensor1D, values: Tensor): Tensor2D {
  if (!raw || table.dtype !== 'float32')
    return tf.tensorScatterUpdate(table, tf.reshape(rows, [-1, 1]), values) as Tensor2D;
  return raw('InplaceUpdate', [table, rows, values], { T: { type: 'float32' } })[0] as Tensor2D;
}
