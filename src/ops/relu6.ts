import type { Tensor } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** min(max(x, 0), 6), whose gradient is one TensorFlow op. Howard et al. 2017, arXiv:1704.04861. */
export function relu6({ tf, raw }: Kernel, input: Tensor): Tensor {
  if (!raw) return tf.relu6(input);
  const [output] = customOp(
    tf,
    [input],
    (save) => {
      const clipped = tf.relu6(input);
      save([clipped]);
      return [clipped];
    },
    ([dy], [clipped]) => raw('Relu6Grad', [dy as Tensor, clipped as Tensor], { T: { type: 'float32' } }),
  );
  return output as Tensor;
}
