import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from '../../src/ops/ops.ts';
import type { Window } from '../../src/ops/windows.ts';

type Given = { ops: Ops; options: Record<string, unknown> };
type Inputs = Record<string, never>;

/** How the ops over pictures are called with a fixture's inputs. */
export const pictureOpCalls: Record<string, (given: Given, inputs: Inputs) => Tensor[]> = {
  conv2d: ({ ops, options }, { input, filter }) => [ops.conv2d(input, filter, options as unknown as Window)],
  depthwiseConv2d: ({ ops, options }, { input, filter }) => [
    ops.depthwiseConv2d(input, filter, options as unknown as Window),
  ],
  maxPool: ({ ops, options }, { input }) => [ops.maxPool(input, options.size as number, options as unknown as Window)],
  batchNorm: ({ ops }, { input, gamma, beta }) => {
    const { output, mean, variance } = ops.batchNorm(input, gamma, beta, 1e-5);
    return [output, mean, variance];
  },
  averagePool: ({ ops }, { input }) => [ops.averagePool(input)],
  relu6: ({ ops }, { input }) => [ops.relu6(input)],
};
