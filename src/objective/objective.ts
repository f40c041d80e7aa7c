import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Feed } from '../models/model.ts';
import type { DistributionContext, Needs, Progress, SparseDistribution, Tools } from './method.ts';
import { inputs, targets } from './registry.ts';

/** A choice on one axis: the method's name and its parameters, defaults filled in. */
export interface MethodChoice {
  kind: string;
  [parameter: string]: unknown;
}

/** A variant: one choice on every axis. */
export interface Variant {
  targets: MethodChoice;
  inputs: MethodChoice;
}

export interface TokenLossInput {
  logits: Tensor2D; // [tokens, vocab]
  gold: Tensor1D; // [tokens], int32
  padId: number;
  teacherLogits?: Tensor2D; // [tokens, vocab]
}

/** What a scheduled input is made from, besides what the decoder gives. */
export interface FeedInput {
  embeddings: Tensor2D; // [vocab, embedding]
  schedules: Record<string, Scalar>;
  /** A fresh coin for every row of a position: 1 with the given probability, [rows, 1]. */
  coin(rows: number, probability: Scalar): Tensor2D;
}

/** The axes of one variant, composed. It knows no method: each says itself what it needs and does. */
export interface Objective {
  /** Run folder of the teacher, where one is needed. */
  teacher?: string;
  /** Scalars that follow the progress of training, by name. */
  schedules: Record<string, (progress: Progress) => number>;
  /** Unreduced loss of each token, [tokens]. */
  tokenLoss(tools: Tools, input: TokenLossInput): Tensor1D;
  /** The target of a gold token as plain numbers; absent where it depends on a model's output. */
  distribution?(gold: number, context: DistributionContext): SparseDistribution;
  /** What feeds the decoder; absent under teacher forcing. */
  feed?(tools: Tools, input: FeedInput): Feed;
}

export function composeObjective(variant: Variant): Objective {
  const target = methodOf(targets, variant.targets);
  const input = methodOf(inputs, variant.inputs);
  const needs: Needs[] = [target, input].map(({ method, parameters }) => method.needs?.(parameters) ?? {});
  const { feed } = input.method;
  const { distribution } = target.method;
  const teacher = needs.find((need) => need.teacher !== undefined)?.teacher;
  const isFixed = distribution !== undefined && teacher === undefined;
  return {
    teacher,
    schedules: Object.assign({}, ...needs.map(({ schedules }) => schedules ?? {})),
    tokenLoss: (tools, given) => target.method.loss(tools, { ...given, parameters: target.parameters }),
    distribution: isFixed ? (gold, context) => distribution(gold, target.parameters, context) : undefined,
    feed: feed && ((tools, given) => scheduledFeed(feed, tools, given, input.parameters)),
  };
}

type FeedMethod = NonNullable<(typeof inputs)['soft-argmax']['feed']>;

function scheduledFeed(feed: FeedMethod, tools: Tools, given: FeedInput, parameters: never): Feed {
  const { embeddings, schedules, coin } = given;
  return (goldEmbedding, previousLogits) => {
    const keepGold = coin(goldEmbedding.shape[0], schedules.goldProbability as Scalar);
    return feed(tools, { goldEmbedding, previousLogits, embeddings, keepGold, schedules, parameters });
  };
}

/** The registry's members all fit the general method; which one it is does not matter to anyone here. */
function methodOf<M>(registry: Record<string, M>, { kind, ...parameters }: MethodChoice) {
  const method = registry[kind];
  if (!method) throw new Error(`there is no method ${kind}`);
  return { method, parameters: parameters as never };
}
