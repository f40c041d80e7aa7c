import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel } from './kernel.ts';
import { padded, placedFrom, placesOf, seenFrom, unpadded, type Window, windowAttributes } from './windows.ts';

/**
 * Convolution without bias: `pictures` [rows, height, width, from] with `filter` [size, size, from, to] →
 * [rows, ⌊(height + 2·padding − size)/stride⌋ + 1, …, to]. The padding is the same on all sides, as PyTorch has it.
 */
export function conv2d(kernel: Kernel, pictures: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  const [height, width] = filter.shape;
  if (height > 1 || width > 1 || window.stride === 1) return convolved(kernel, pictures, filter, window);
  // A filter of one pixel leaves out what the stride passes over. TensorFlow's own gradients of that write beyond their
  // memory on a CPU (2.21), and its product without a stride is faster.
  const met = everyPixel(kernel, padded(kernel.tf, pictures, window.padding), window.stride);
  return convolved(kernel, met, filter, { stride: 1, padding: 0 });
}

/** Pixels `stride` apart, beginning with the first. */
function everyPixel({ tf }: Kernel, pictures: Tensor4D, stride: number): Tensor4D {
  const [, height, width] = pictures.shape;
  const [output] = customOp(
    tf,
    [pictures],
    () => [seenFrom(tf, pictures, [0, 0], stride, [Math.ceil(height / stride), Math.ceil(width / stride)])],
    ([dy]) => [placedFrom(tf, dy as Tensor4D, [0, 0], stride, [height, width])],
  );
  return output as Tensor4D;
}

function convolved(kernel: Kernel, pictures: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  const { tf, raw } = kernel;
  const attributes = windowAttributes(window);
  const [output] = customOp(
    tf,
    [pictures, filter],
    (save) => {
      save([pictures, filter]);
      if (raw) return [raw('Conv2D', [pictures, filter], attributes)[0] as Tensor];
      return [tf.conv2d(padded(tf, pictures, window.padding), filter, window.stride, 'valid')];
    },
    ([dy], [x, w]) => {
      if (!raw) return portableGradients(kernel, dy as Tensor4D, [x as Tensor4D, w as Tensor4D], window);
      const sides = ({ shape }: Tensor): Tensor1D => tf.tensor1d(shape, 'int32');
      return [
        raw('Conv2DBackpropInput', [sides(x as Tensor), w as Tensor, dy as Tensor], attributes)[0] as Tensor,
        raw('Conv2DBackpropFilter', [x as Tensor, sides(w as Tensor), dy as Tensor], attributes)[0] as Tensor,
      ];
    },
  );
  return output as Tensor4D;
}

function portableGradients({ tf }: Kernel, dy: Tensor4D, [x, w]: [Tensor4D, Tensor4D], window: Window): Tensor[] {
  const { stride, padding } = window;
  const [rows, height, width, from] = x.shape;
  const around: [number, number, number, number] = [rows, height + 2 * padding, width + 2 * padding, from];
  const dx = unpadded(tf, tf.conv2dTranspose(dy, w, around, stride, 'valid'), padding);
  return [dx, filterGradient(tf, dy, [x, w], window)];
}

/** For each place of the filter one product of all pixels that it meets: ∂w = Σ seenᵀ·∂y. wasm has no op for it. */
function filterGradient(
  tf: Kernel['tf'],
  dy: Tensor4D,
  [x, w]: [Tensor4D, Tensor4D],
  { stride, padding }: Window,
): Tensor {
  const [, height, width, to] = dy.shape;
  const [lines, columns, from] = w.shape;
  const around = padded(tf, x, padding);
  const upstream = tf.reshape(dy, [-1, to]) as Tensor2D;
  const products = placesOf(lines, columns).map((place) => {
    const seen = seenFrom(tf, around, place, stride, [height, width]);
    return tf.matMul(tf.reshape(seen, [-1, from]) as Tensor2D, upstream, true);
  });
  return tf.reshape(tf.stack(products), w.shape);
}
