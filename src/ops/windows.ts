import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Attribute, Tf } from './kernel.ts';

/** How a filter goes over pictures: `stride` pixels a step, with `padding` pixels of zeros on each side. */
export interface Window {
  stride: number;
  padding: number;
}

/** The window as TensorFlow's ops over [rows, height, width, channels] take it. */
export const windowAttributes = ({ stride, padding }: Window): Record<string, Attribute> => ({
  T: { type: 'float32' },
  strides: { ints: [1, stride, stride, 1] },
  padding: { text: padding === 0 ? 'VALID' : 'EXPLICIT' },
  explicit_paddings: { ints: padding === 0 ? [] : [0, 0, padding, padding, padding, padding, 0, 0] },
  data_format: { text: 'NHWC' },
});

/** Pictures with `value` around them. */
export const padded = (tf: Tf, pictures: Tensor4D, padding: number, value = 0): Tensor4D => {
  const side: [number, number] = [padding, padding];
  return padding === 0 ? pictures : tf.pad(pictures, [[0, 0], side, side, [0, 0]], value);
};

/** Pictures without what `padded` put around them. */
export function unpadded(tf: Tf, pictures: Tensor4D, padding: number): Tensor4D {
  const [rows, height, width, channels] = pictures.shape;
  const size: [number, number, number, number] = [rows, height - 2 * padding, width - 2 * padding, channels];
  return tf.slice(pictures, [0, padding, padding, 0], size);
}

/** Places within a filter, row by row. */
export const placesOf = (height: number, width: number): [row: number, column: number][] =>
  Array.from({ length: height * width }, (_, at) => [Math.floor(at / width), at % width]);

/** The pixels that the filter's place (row, column) meets, [rows, height, width, channels] of the filter's answers. */
export function seenFrom(
  tf: Tf,
  pictures: Tensor4D,
  [row, column]: [number, number],
  stride: number,
  [height, width]: [number, number],
): Tensor4D {
  const [rows, , , channels] = pictures.shape;
  const end = [rows, row + stride * (height - 1) + 1, column + stride * (width - 1) + 1, channels];
  return tf.stridedSlice(pictures, [0, row, column, 0], end, [1, stride, stride, 1]) as Tensor4D;
}

/** Values `stride` pixels apart with zeros between them: [rows, height·stride, width·stride, channels]. */
export function apart(tf: Tf, values: Tensor4D, stride: number): Tensor4D {
  if (stride === 1) return values;
  const [rows, height, width, channels] = values.shape;
  const between = (tensor: Tensor, sides: [number, number]): Tensor => {
    const [, size] = sides;
    return tf.pad(tf.reshape(tensor, sides) as Tensor2D, [[0, 0], [0, (stride - 1) * size]]); // biome-ignore format: one line a shape
  };
  const columns = between(values, [rows * height * width, channels]);
  const lines = between(columns, [rows * height, width * stride * channels]);
  return tf.reshape(lines, [rows, height * stride, width * stride, channels]);
}

/** Pictures of [height, width] that have `values`, `stride` apart, from (row, column) on, and zeros elsewhere. */
export function placedFrom(
  tf: Tf,
  values: Tensor4D,
  [row, column]: [number, number],
  stride: number,
  [height, width]: [number, number],
): Tensor4D {
  const [, lines, columns] = values.shape;
  const reach: [number, number] = [stride * (lines - 1) + 1, stride * (columns - 1) + 1];
  const [rows, , , channels] = values.shape;
  const exact = tf.slice(apart(tf, values, stride), [0, 0, 0, 0], [rows, ...reach, channels]);
  return tf.pad(exact, [[0, 0], [row, height - row - reach[0]], [column, width - column - reach[1]], [0, 0]]); // biome-ignore format: one line a shape
}
