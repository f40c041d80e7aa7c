import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel, type Tf } from './kernel.ts';
import { padded, placedFrom, placesOf, seenFrom, unpadded, type Window, windowAttributes } from './windows.ts';

/** Below every value that a network has; −∞ less −∞ is no number. */
const least = -3e38;

/** The largest value in each `size`×`size` window of `pictures` [rows, height, width, channels]; padding is never it. */
export function maxPool({ tf, raw }: Kernel, pictures: Tensor4D, size: number, window: Window): Tensor4D {
  const { T, strides, data_format } = windowAttributes(window);
  const attributes = {
    T,
    strides,
    data_format,
    ksize: { ints: [1, size, size, 1] },
    padding: { text: 'VALID' },
  } as const;
  const around = (input: Tensor4D) => padded(tf, input, window.padding, least);
  const [output] = customOp(
    tf,
    [pictures],
    (save) => {
      const whole = around(pictures);
      const largest = raw
        ? (raw('MaxPool', [whole], attributes)[0] as Tensor)
        : tf.maxPool(whole, size, window.stride, 'valid');
      save([whole, largest]);
      return [largest];
    },
    ([dy], saved) => {
      const [whole, largest] = saved as [Tensor4D, Tensor4D];
      const gradient = raw
        ? (raw('MaxPoolGrad', [whole, largest, dy as Tensor], attributes)[0] as Tensor4D)
        : toFirstLargest(tf, dy as Tensor4D, [whole, largest], size, window.stride);
      return [unpadded(tf, gradient, window.padding)];
    },
  );
  return output as Tensor4D;
}

/** Of equal values the first, row by row, gets the gradient, as in TensorFlow and PyTorch. wasm has no op for it. */
function toFirstLargest(
  tf: Tf,
  dy: Tensor4D,
  [whole, largest]: [Tensor4D, Tensor4D],
  size: number,
  stride: number,
): Tensor4D {
  const [, lines, columns] = largest.shape;
  const [, height, width] = whole.shape;
  let left: Tensor = dy; // the gradients whose place has not been found
  const parts = placesOf(size, size).map((place) => {
    const isLargest = tf.cast(tf.equal(seenFrom(tf, whole, place, stride, [lines, columns]), largest), 'float32');
    const here = tf.mul(left, isLargest) as Tensor4D;
    left = tf.sub(left, here);
    return placedFrom(tf, here, place, stride, [height, width]);
  });
  return tf.addN(parts);
}
