import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/** `table` [n, places, size] with `values` [n, size] at `place`, an int32 scalar. Not differentiated. */
export function writePlace({ tf, raw }: Kernel, table: Tensor3D, values: Tensor, place: Tensor): Tensor3D {
  const [n, places, size] = table.shape;
  if (raw) {
    // One copy of the table; the portable form reads and writes it several times.
    const indices = tf.stack([tf.range(0, n, 1, 'int32'), tf.fill([n], 0, 'int32')], 1);
    const at = tf.add(indices, tf.stack([tf.scalar(0, 'int32'), place]));
    const types = { T: { type: 'float32' }, Tindices: { type: 'int32' } } as const;
    return raw('TensorScatterUpdate', [table, at, values], types)[0] as Tensor3D;
  }
  const here = tf.cast(tf.equal(tf.range(0, places, 1, 'int32'), place), 'float32');
  const mask = tf.reshape(here, [1, places, 1]);
  return tf.add(tf.mul(table, tf.sub(1, mask)), tf.mul(tf.reshape(values, [n, 1, size]), mask)) as Tensor3D;
}
