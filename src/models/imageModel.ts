import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { PictureShape } from '../data/images/pictureSet.ts';
import type { ModelTools, ParameterSpec } from './model.ts';

export interface ImageSizes {
  picture: PictureShape;
  classes: number;
}

export interface ImageTools extends ModelTools {
  /**
   * Takes a running statistic as it is after this batch, by its name. Where it is there, pictures are normalised by the
   * statistics of their own batch (training); where not, by the running ones.
   */
  track?(name: string, value: Tensor): void;
}

/** A classifier of pictures of one shape. */
export interface ImageModel {
  picture: PictureShape;
  parameters: ParameterSpec[];
  /** Running statistics, which training changes but does not train. */
  state: ParameterSpec[];
  /** `pictures` [rows, height, width, channels] → logits [rows, classes]. */
  logits(tools: ImageTools, pictures: Tensor4D): Tensor2D;
  /** What the logits are products with, a vector of each class, [classes, size]. */
  embeddings(tools: Pick<ModelTools, 'weight'>): Tensor2D;
}

/** One file an architecture, one line in registry.ts. */
export interface ImageModelKind<P extends z.ZodObject = z.ZodObject> {
  title: string;
  reference: string;
  parameters: P;
  build(parameters: z.output<P>, sizes: ImageSizes): ImageModel;
  /** There is no decoder to feed. */
  stepwise: false;
}

export const defineImageModel = <P extends z.ZodObject>(kind: ImageModelKind<P>): ImageModelKind<P> => kind;
