import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** Rows of `table` [vocab, size] at `ids` (int32, any shape) → [...ids.shape, size]. Gradient: rows summed by id. */
export function embeddingLookup({ tf, raw }: Kernel, table: Tensor2D, ids: Tensor): Tensor {
  const [vocab, size] = table.shape;
  const flat = tf.reshape(ids, [-1]);
  const [rows] = customOp(
    tf,
    [table],
    (save) => {
      save([flat]);
      return [rowsById({ tf, raw }, table, flat)];
    },
    ([dy], [indices]) => [sumRowsById({ tf, raw }, dy, indices, vocab)],
  );
  return tf.reshape(rows, [...ids.shape, size]);
}

/** Rows of `table` [vocab, size] at `ids` [n] → [n, size], not differentiated. */
export function rowsById({ tf, raw }: Kernel, table: Tensor2D, ids: Tensor): Tensor {
  if (!raw) return tf.gather(table, ids as Tensor1D);
  return raw('GatherV2', [table, ids, tf.scalar(0, 'int32')], {
    batch_dims: { int: 0 },
    Tparams: { type: 'float32' },
    Tindices: { type: 'int32' },
    Taxis: { type: 'int32' },
  })[0] as Tensor;
}

/** Σ of the rows of `values` [n, size] that share an id, into [count, size]. */
export function sumRowsById({ tf, raw }: Kernel, values: Tensor, ids: Tensor, count: number): Tensor {
  if (raw) {
    return raw('UnsortedSegmentSum', [values, ids, tf.scalar(count, 'int32')], {
      T: { type: 'float32' },
      Tindices: { type: 'int32' },
      Tnumsegments: { type: 'int32' },
    })[0];
  }
  // wasm has no UnsortedSegmentSum; its ScatterNd adds where indices repeat.
  return tf.scatterND(tf.reshape(ids, [-1, 1]), values, [count, values.shape[1] as number]);
}
