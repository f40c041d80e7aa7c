import type * as TfCore from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Ops } from '../ops/ops.ts';

export type Tf = typeof TfCore;

/** The engine-side tools that a method's tensor code is given; nothing is imported at run time. */
export interface Tools {
  tf: Tf;
  ops: Ops;
}

/** What a method may ask the trainer for. The trainer supplies it; no other file knows which method asked. */
export interface Needs {
  /** Run folder whose best checkpoint scores the same batch; gives `teacherLogits`. */
  teacher?: string;
  /** Scalars that follow the training's progress, fed each step under these names. */
  schedules?: Record<string, (progress: Progress) => number>;
}

/** Where training stands when a step begins. `epoch` is fractional: 2.5 is half-way through the third. */
export interface Progress {
  step: number;
  epoch: number;
  totalSteps: number;
}

/** A sparse distribution over classes: every class not listed in `mass` has `rest`. Masses sum to 1. */
export interface SparseDistribution {
  mass: Map<number, number>;
  rest: number;
}

export type Parameters = z.ZodObject;

/** What every method says about itself: read by the schema, hovers, completion and the README's tables. */
export interface Description<P extends Parameters> {
  title: string;
  /** The source: authors, year, arXiv number or venue. */
  reference: string;
  /** The equation in one line of plain text. */
  formula: string;
  parameters: P;
  needs?(parameters: z.output<P>): Needs;
  /** Why these parameters leave training as it would be without them, or undefined when they have an effect. */
  withoutEffect?(parameters: z.output<P>): { path: string; reason: string } | undefined;
}

/** What a targets method is given for one batch. Rows are tokens, batch-major or time-major alike. */
export interface TargetsInput<P extends Parameters> {
  logits: TfCore.Tensor2D; // [tokens, vocab]
  gold: TfCore.Tensor1D; // [tokens], int32
  parameters: z.output<P>;
  padId: number;
  teacherLogits?: TfCore.Tensor2D; // [tokens, vocab]
}

export interface DistributionContext {
  classes: number;
  padId: number;
  /** The teacher's logits at this position, for methods that distil. */
  teacherLogits?: ArrayLike<number>;
}

/** The axis `targets`: the distribution each position is trained towards. */
export interface TargetsMethod<P extends Parameters = Parameters> extends Description<P> {
  /** The unreduced loss of each token, [tokens]. */
  loss(tools: Tools, input: TargetsInput<P>): TfCore.Tensor1D;
  /** The same target as plain numbers, where it does not depend on the model's own output. */
  distribution?(gold: number, parameters: z.output<P>, context: DistributionContext): SparseDistribution;
  /** The s of ∂loss/∂z = s·p − q with `distribution`'s q; undefined where the gradient has another form. */
  gradientScale?(parameters: z.output<P>): number | undefined;
}

/** What an inputs method sees when the decoder asks what to feed at one position. */
export interface InputsInput<P extends Parameters> {
  parameters: z.output<P>;
  goldEmbedding: TfCore.Tensor2D; // [batch, embedding]
  previousLogits: TfCore.Tensor2D; // [batch, vocab]
  embeddings: TfCore.Tensor2D; // [vocab, embedding]
  /** 1 where the coin says "feed the gold token", [batch, 1]. */
  keepGold: TfCore.Tensor2D;
  /** The method's `needs.schedules`, as scalars. */
  schedules: Record<string, TfCore.Scalar>;
}

/** The axis `inputs`: what the decoder is fed. Without `feed`, the gold tokens (teacher forcing). */
export interface InputsMethod<P extends Parameters = Parameters> extends Description<P> {
  feed?(tools: Tools, input: InputsInput<P>): TfCore.Tensor2D; // [batch, embedding]
}

export const defineTargets = <P extends Parameters>(method: TargetsMethod<P>): TargetsMethod<P> => method;
export const defineInputs = <P extends Parameters>(method: InputsMethod<P>): InputsMethod<P> => method;
