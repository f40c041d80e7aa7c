import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ImageModel, ImageSizes } from '../imageModel.ts';
import type { Layer } from './layer.ts';
import { within } from './weights.ts';

/** A network and what classifies by it: the mean over its pixels, [rows, features], through one product. */
export function classifier(
  body: Layer,
  { features, dropout = 0 }: { features: number; dropout?: number },
  { picture, classes }: ImageSizes,
): ImageModel {
  // PyTorch's limit for a linear layer, bias included.
  const limit = 1 / Math.sqrt(features);
  return {
    picture,
    parameters: [
      ...body.parameters,
      within('classifier.weight', [classes, features], limit),
      within('classifier.bias', [classes], limit),
    ],
    state: body.state,
    logits: (tools, pictures: Tensor4D) => {
      const { tf, ops, weight, randomness } = tools;
      const pooled = ops.dropout(ops.averagePool(body.apply(tools, pictures)), dropout, randomness) as Tensor2D;
      const product = tf.matMul(pooled, weight('classifier.weight') as Tensor2D, false, true);
      return ops.biasAdd(product as Tensor2D, weight('classifier.bias') as Tensor1D);
    },
    embeddings: ({ weight }) => weight('classifier.weight') as Tensor2D,
  };
}
