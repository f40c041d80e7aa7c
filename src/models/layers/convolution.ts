import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Layer } from './layer.ts';
import { within } from './weights.ts';

export interface ConvolutionSizes {
  /** Channels of its input and output. */
  from: number;
  to: number;
  /** Side of the filter in pixels, odd: the padding keeps the picture's size at stride 1. */
  size: number;
  stride?: number;
}

/** Half of the variance goes with each rectifier: a filter starts with the variance 2/n. He et al. 2015, eq. 14. */
const heLimit = (outputs: number): number => Math.sqrt(6 / outputs);

/** A convolution without bias, `name` [size, size, from, to]. */
export function convolution(name: string, { from, to, size, stride = 1 }: ConvolutionSizes): Layer {
  const window = { stride, padding: (size - 1) / 2 };
  return {
    parameters: [within(name, [size, size, from, to], heLimit(size * size * to))],
    state: [],
    apply: ({ ops, weight }, pictures) => ops.conv2d(pictures, weight(name) as Tensor4D, window),
  };
}

/** A convolution of each channel by itself, `name` [size, size, channels, 1]. */
export function depthwiseConvolution(
  name: string,
  { channels, size, stride }: { channels: number; size: number; stride: number },
): Layer {
  const window = { stride, padding: (size - 1) / 2 };
  return {
    parameters: [within(name, [size, size, channels, 1], heLimit(size * size))],
    state: [],
    apply: ({ ops, weight }, pictures) => ops.depthwiseConv2d(pictures, weight(name) as Tensor4D, window),
  };
}
