import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { customOp, type Kernel, type Tf } from './kernel.ts';
import { apart, padded, placesOf, seenFrom, unpadded, type Window, windowAttributes } from './windows.ts';

/** A convolution of each channel by itself: `pictures` [rows, height, width, channels], `filter` [size, size, channels, 1]. */
export function depthwiseConv2d({ tf, raw }: Kernel, pictures: Tensor4D, filter: Tensor4D, window: Window): Tensor4D {
  const attributes = windowAttributes(window);
  const [output] = customOp(
    tf,
    [pictures, filter],
    (save) => {
      save([pictures, filter]);
      if (raw) return [raw('DepthwiseConv2dNative', [pictures, filter], attributes)[0] as Tensor];
      return [tf.depthwiseConv2d(padded(tf, pictures, window.padding), filter, window.stride, 'valid')];
    },
    ([dy], saved) => {
      const [x, w] = saved as [Tensor4D, Tensor4D];
      if (!raw) {
        const up = dy as Tensor4D;
        return [inputGradient(tf, up, [x, w], window), filterGradient(tf, up, [x, w], window)];
      }
      const sides = ({ shape }: Tensor): Tensor1D => tf.tensor1d(shape, 'int32');
      return [
        ...raw('DepthwiseConv2dNativeBackpropInput', [sides(x), w, dy as Tensor], attributes),
        ...raw('DepthwiseConv2dNativeBackpropFilter', [x, sides(w), dy as Tensor], attributes),
      ];
    },
  );
  return output as Tensor4D;
}

/** The upstream gradient, as far apart as the windows were, through the filter turned round. */
function inputGradient(tf: Tf, dy: Tensor4D, [x, w]: [Tensor4D, Tensor4D], { stride, padding }: Window): Tensor4D {
  const [, height, width] = x.shape;
  const [lines, columns] = w.shape;
  const spread = apart(tf, dy, stride);
  const [rows, , , channels] = spread.shape;
  // Windows may end before the last pixels, and what `apart` puts after the last value is zero: cut or filled up.
  const fit = (axis: 1 | 2, length: number, size: number) => {
    const wanted = length + 2 * padding - size + 1;
    return { kept: Math.min(wanted, spread.shape[axis]), missing: Math.max(0, wanted - spread.shape[axis]) };
  };
  const [down, along] = [fit(1, height, lines), fit(2, width, columns)];
  const exact = tf.slice(spread, [0, 0, 0, 0], [rows, down.kept, along.kept, channels]);
  const around: [number, number][] = [
    [0, 0],
    [lines - 1, lines - 1 + down.missing],
    [columns - 1, columns - 1 + along.missing],
    [0, 0],
  ];
  const turned = tf.reverse(w, [0, 1]);
  const whole = tf.depthwiseConv2d(tf.pad(exact, around) as Tensor4D, turned, 1, 'valid');
  return unpadded(tf, whole, padding);
}

function filterGradient(tf: Tf, dy: Tensor4D, [x, w]: [Tensor4D, Tensor4D], { stride, padding }: Window): Tensor {
  const [, height, width] = dy.shape;
  const [lines, columns] = w.shape;
  const around = padded(tf, x, padding);
  const sums = placesOf(lines, columns).map((place) =>
    tf.sum(tf.mul(seenFrom(tf, around, place, stride, [height, width]), dy), [0, 1, 2]),
  );
  return tf.reshape(tf.stack(sums), w.shape);
}
