import type * as TfCore from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { SmoothedTarget } from '../ops/crossEntropy.ts';
import type { Randomness } from '../ops/dropout.ts';
import type { LoopEmbedding } from '../ops/loopEmbedding.ts';
import type { Ops } from '../ops/ops.ts';
import type { Corpus } from './corpus.ts';
import type { SequencePlan, SequenceSampler } from './sampler.ts';

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
  /**
   * Word vectors of the target vocabulary. `data`: the experiment's own (`data.vectors`); a run: its target
   * embeddings. Both come as `corpus.vectors`. `model`: those being trained, as `modelVectors`, never differentiated.
   */
  vectors?: 'data' | 'model' | { run: string };
  /** For each token another one with the same gold id; gives `partners`, of the batch itself, or `partnerLogits`. */
  partners?: boolean;
  /** A moving average of the model's weights scores the same batch; gives `averageLogits`. */
  average?: { decay: number };
}

/** Where training stands when a step begins. `epoch` is fractional: 2.5 is half-way through the third. */
export interface Progress {
  /** Of the update that is made, counted from 1. */
  step: number;
  /** Of its batches, where gradients of several are summed: counted from 0. */
  part?: number;
  epoch: number;
  totalSteps: number;
}

/** A sparse distribution over classes: every class not listed in `mass` has `rest`. Masses sum to 1. */
export interface SparseDistribution {
  mass: Map<number, number>;
  rest: number;
}

export type Parameters = z.ZodObject;

/** What is known of a training when a method's parameters are checked; what is not known yet is absent. */
export interface Facts {
  /** Target vocabulary, special tokens included. */
  classes?: number;
  totalSteps?: number;
  stepsPerEpoch?: number;
  epochs?: number;
}

/** What every method says about itself: read by the schema, hovers, completion and the README's tables. */
export interface Description<P extends Parameters> {
  title: string;
  /** The source: authors, year, arXiv number or venue. */
  reference: string;
  /** The equation in one line of plain text. */
  formula: string;
  parameters: P;
  needs?(parameters: z.output<P>): Needs;
  /** Why these parameters leave training (nearly) as it would be without them, or undefined when they have an effect. */
  withoutEffect?(parameters: z.output<P>, facts: Facts): { path: string; reason: string } | undefined;
}

/** Tensors that a method asks for beside the batch: what they hold, by a name of the method's choice. */
export interface Constant {
  shape: number[];
  values: Float32Array;
}

export interface TrainedTensor {
  shape: number[];
  /** Value everywhere at the start. */
  initial: number;
}

/** What methods about tokens are given for one batch. Rows are tokens, in any order; padding is masked by the caller. */
export interface TokenInput<P extends Parameters> {
  parameters: z.output<P>;
  logits: TfCore.Tensor2D; // [tokens, vocab]
  gold: TfCore.Tensor1D; // [tokens], int32
  /** −log p(gold), differentiable; one tensor for all who need it. */
  nll: TfCore.Tensor1D; // [tokens]
  padId: number;
  /** What the method's `constants` gave. */
  constants: Record<string, TfCore.Tensor>;
  /** What the method's `trained` asked for; its gradient trains it. */
  trained: Record<string, TfCore.Tensor>;
  /** The method's `needs.schedules`, as scalars. */
  schedules: Record<string, TfCore.Scalar>;
  teacherLogits?: TfCore.Tensor2D; // [tokens, vocab]
  /** Absent, as randomness is, where the loss is measured. */
  averageLogits?: TfCore.Tensor2D; // [tokens, vocab]
  /** Row of another token with the same gold id, the token's own row where there is none. */
  partners?: TfCore.Tensor1D; // [tokens], int32
  /** What the model says of another example of each one's class, where examples are drawn for it. */
  partnerLogits?: TfCore.Tensor2D; // [tokens, vocab]
  modelVectors?: TfCore.Tensor2D; // [vocab, size]
  /** Absent where the loss is measured and nothing is random. */
  randomness?: Randomness;
}

/** What methods about tokens may add to their description. */
interface TokenMethod<P extends Parameters> extends Description<P> {
  /** Fixed tensors made from the corpus once, e.g. a weight for each class. */
  constants?(parameters: z.output<P>, corpus: Corpus): Record<string, Constant>;
  /** Tensors that are trained together with the model. */
  trained?(parameters: z.output<P>, corpus: Corpus): Record<string, TrainedTensor>;
}

export interface DistributionContext {
  classes: number;
  padId: number;
  /** The teacher's logits at this position, for methods that distil. */
  teacherLogits?: ArrayLike<number>;
  /** What the method's `constants` gave, for methods that have some. */
  constants?: Record<string, Constant>;
}

/** The axis `targets`: the distribution each position is trained towards. One of `linear` and `loss` is given. */
export interface TargetsMethod<P extends Parameters = Parameters> extends TokenMethod<P> {
  /** The target row q of every token where it does not depend on the logits: loss = s·ℓ − ⟨q,z⟩ with s = Σq. */
  linear?(tools: Tools, input: TokenInput<P>): SmoothedTarget;
  /** The unreduced loss of each token, [tokens], where it is not linear in the logits' log-probabilities. */
  loss?(tools: Tools, input: TokenInput<P>): TfCore.Tensor1D;
  /** The same target as plain numbers, where it does not depend on the model's own output. */
  distribution?(gold: number, parameters: z.output<P>, context: DistributionContext): SparseDistribution;
  /** The s of ∂loss/∂z = s·p − q with `distribution`'s q; undefined where the gradient has another form. */
  gradientScale?(parameters: z.output<P>): number | undefined;
}

/** The axis `weights`: how much each token counts. */
export interface WeightsMethod<P extends Parameters = Parameters> extends TokenMethod<P> {
  /** [tokens]; without it every token counts 1. */
  weight?(tools: Tools, input: TokenInput<P>): TfCore.Tensor1D;
  /** Whether `weight` depends on the model's output, so that nobody knows it before training. */
  readsOutput?: boolean;
  /**
   * Which of the method's constants, a factor for each class [vocab], weights the masses of the target (q_j becomes
   * w_j·q_j) in place of the loss; `weight` is then only what the loss may be divided by. The targets must be `linear`.
   */
  inTarget?(parameters: z.output<P>): string | undefined;
  /** What the weighted sum is divided by: the tokens (default), or the sum of their weights. */
  normalisation?(parameters: z.output<P>): 'tokens' | 'weights';
}

/** The axis `penalty`: a term beside the loss, on the gold sequence. */
export interface PenaltyMethod<P extends Parameters = Parameters> extends TokenMethod<P> {
  /** [tokens]; added to the loss of each token. */
  penalty?(tools: Tools, input: TokenInput<P>): TfCore.Tensor1D;
}

/** The axis `sequences`: which target sequences are trained on beside the gold one. Plain numbers, no engine. */
export interface SequencesMethod<P extends Parameters = Parameters> extends Description<P> {
  /** Without it, the gold sequence alone. */
  plan?(parameters: z.output<P>): SequencePlan;
  /** Draws sequences; made once in the thread that makes batches. Given together with `plan`. */
  sampler?(parameters: z.output<P>, corpus: Corpus): SequenceSampler;
  /** In place of draws: what they are on average, as a target of each gold token. Takes the place of one-hot targets. */
  expectation?: Required<Pick<TargetsMethod<P>, 'constants' | 'linear' | 'distribution'>>;
}

/** What an inputs method sees when the decoder asks what to feed at one position. */
export interface InputsInput<P extends Parameters> {
  parameters: z.output<P>;
  goldEmbedding: TfCore.Tensor2D; // [batch, embedding]
  previousLogits: TfCore.Tensor2D; // [batch, vocab]
  /** The target words' vectors, to look up or to average; their gradient is made once for all positions. */
  embeddings: LoopEmbedding; // [vocab, embedding]
  /** 1 where the coin says "feed the gold token", [batch, 1]. */
  keepGold: TfCore.Tensor2D;
  /** The method's `needs.schedules`, as scalars. */
  schedules: Record<string, TfCore.Scalar>;
  randomness: Randomness;
}

/** The axis `inputs`: what the decoder is fed. Without `feed`, the gold tokens (teacher forcing). */
export interface InputsMethod<P extends Parameters = Parameters> extends Description<P> {
  feed?(tools: Tools, input: InputsInput<P>): TfCore.Tensor2D; // [batch, embedding]
  /** Whether what is fed is one word, whose choice is not differentiated. */
  hard?: boolean;
  /** Whether `previousLogits` come from a first pass under teacher forcing that is not differentiated. */
  twoPass?(parameters: z.output<P>): boolean;
}

export const defineTargets = <P extends Parameters>(method: TargetsMethod<P>): TargetsMethod<P> => method;
export const defineWeights = <P extends Parameters>(method: WeightsMethod<P>): WeightsMethod<P> => method;
export const definePenalty = <P extends Parameters>(method: PenaltyMethod<P>): PenaltyMethod<P> => method;
export const defineSequences = <P extends Parameters>(method: SequencesMethod<P>): SequencesMethod<P> => method;
export const defineInputs = <P extends Parameters>(method: InputsMethod<P>): InputsMethod<P> => method;
