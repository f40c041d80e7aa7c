import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/**
 * `table` [n, size] with `values` [rows, size] in the rows that `rows` names, each once. It may be `table` itself,
 * changed: of what search holds for all of its sources a step writes a small part. Not differentiated.
 */
export function putRows({ tf, raw }: Kernel, table: Tensor2D, rows: Tensor1D, values: Tensor): Tensor2D {
  if (!raw) return tf.tensorScatterUpdate(table, tf.reshape(rows, [-1, 1]), values) as Tensor2D;
  const type = table.dtype === 'int32' ? 'int32' : 'float32';
  return raw('InplaceUpdate', [table, rows, values], { T: { type } })[0] as Tensor2D;
}
