import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernel.ts';

/** Σx², a scalar; not differentiated. TensorFlow's L2Loss is half of it and makes no tensor of squares. */
export function sumOfSquares({ tf, raw }: Kernel, tensor: Tensor): Scalar {
  if (!raw) return tf.sum(tf.square(tensor)) as Scalar;
  const [half] = raw('L2Loss', [tensor], { T: { type: 'float32' } });
  return tf.mul(half!, 2) as Scalar;
}
