import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';

/** Mean over all pixels, [rows, height, width, channels] → [rows, channels]. tfjs's gradient would multiply by ones. */
export function averagePool({ tf }: Kernel, pictures: Tensor4D): Tensor2D {
  const [rows, height, width, channels] = pictures.shape;
  const [output] = customOp(
    tf,
    [pictures],
    () => [tf.mean(pictures, [1, 2])],
    ([dy]) => {
      const share = tf.reshape(tf.div(dy as Tensor, height * width), [rows, 1, 1, channels]);
      return [tf.tile(share, [1, height, width, 1])];
    },
  );
  return output as Tensor2D;
}
