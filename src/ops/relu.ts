import type { Tensor } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** max(x, 0), whose gradient is one TensorFlow op; tfjs takes five. */
export function relu({ tf, raw }: Kernel, input: Tensor): Tensor {
  if (!raw) return tf.relu(input);
  const [output] = customOp(
    tf,
    [input],
    (save) => {
      const positive = tf.relu(input);
      save([positive]);
      return [positive];
    },
    ([dy], [positive]) => raw('ReluGrad', [dy as Tensor, positive as Tensor], { T: { type: 'float32' } }),
  );
  return output as Tensor;
}
