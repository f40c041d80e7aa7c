import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { averagePool } from './averagePool.ts';
import { batchNorm } from './batchNorm.ts';
import { biasAdd } from './biasAdd.ts';
import { mostProbable, sampleCategorical } from './choice.ts';
import { pickColumns } from './columns.ts';
import { conv2d } from './conv2d.ts';
import { entropy, smoothedCrossEntropy, softCrossEntropy } from './crossEntropy.ts';
import { depthwiseConv2d } from './depthwiseConv2d.ts';
import { dotAttention } from './dotAttention.ts';
import { dropout, randomUniform } from './dropout.ts';
import { embeddingLookup } from './embeddingLookup.ts';
import { gelu } from './gelu.ts';
import { gradientOnly } from './gradientOnly.ts';
import type { Kernel } from './kernel.ts';
import { klDivergence } from './klDivergence.ts';
import { knownProduct } from './knownProduct.ts';
import { labo } from './labo.ts';
import { layerNorm } from './layerNorm.ts';
import { type AttentionMemory, LoopAttention } from './loopAttention.ts';
import { LoopEmbedding } from './loopEmbedding.ts';
import { LoopProduct } from './loopProduct.ts';
import { lstmGates, lstmSequence } from './lstm.ts';
import { maxPool } from './maxPool.ts';
import { peak } from './peak.ts';
import { putRows } from './putRows.ts';
import { relu } from './relu.ts';
import { relu6 } from './relu6.ts';
import { similarityRows } from './similarityRows.ts';
import { softmaxEntropy } from './softmaxEntropy.ts';
import { sumOfSquares } from './sumOfSquares.ts';
import { temperedDivergence } from './temperedDivergence.ts';
import { topColumns } from './topColumns.ts';
import { withoutGradient } from './withoutGradient.ts';

type WithoutKernel<F> = F extends (kernel: Kernel, ...rest: infer Rest) => infer Result
  ? (...rest: Rest) => Result
  : never;

const table = {
  averagePool,
  batchNorm,
  biasAdd,
  conv2d,
  depthwiseConv2d,
  dotAttention,
  dropout,
  embeddingLookup,
  entropy,
  gelu,
  gradientOnly,
  klDivergence,
  knownProduct,
  labo,
  layerNorm,
  lstmGates,
  lstmSequence,
  mostProbable,
  pickColumns,
  randomUniform,
  maxPool,
  peak,
  putRows,
  relu,
  relu6,
  sampleCategorical,
  similarityRows,
  smoothedCrossEntropy,
  softCrossEntropy,
  softmaxEntropy,
  sumOfSquares,
  temperedDivergence,
  topColumns,
  withoutGradient,
  loopAttention: (kernel: Kernel, memory: AttentionMemory, direction: Tensor1D) =>
    new LoopAttention(kernel, memory, direction),
  loopEmbedding: (kernel: Kernel, table: Tensor2D) => new LoopEmbedding(kernel, table),
  loopProduct: (kernel: Kernel, weight: Tensor2D, options?: { transposed: boolean }) =>
    new LoopProduct(kernel, weight, options),
};

/** The differentiable building blocks, bound to one engine: by TensorFlow's own op where it pays, else portable. */
export type Ops = { [Name in keyof typeof table]: WithoutKernel<(typeof table)[Name]> };

export function createOps(kernel: Kernel): Ops {
  const bind = (op: (kernel: Kernel, ...rest: never[]) => unknown) => op.bind(undefined, kernel);
  return Object.fromEntries(Object.entries(table).map(([name, op]) => [name, bind(op as never)])) as Ops;
}
