import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Feed } from '../models/model.ts';
import type { Randomness } from '../ops/dropout.ts';
import { AxisConflict } from './axisConflict.ts';
import { type ChosenMethod, chosenMethod, type MethodChoice } from './chosenMethod.ts';
import type { Corpus } from './corpus.ts';
import type {
  Constant,
  DistributionContext,
  InputsMethod,
  Needs,
  PenaltyMethod,
  Progress,
  SequencesMethod,
  SparseDistribution,
  TargetsMethod,
  Tools,
  TrainedTensor,
  WeightsMethod,
} from './method.ts';
import { inputs, penalties, sequences, targets, weights } from './registry.ts';
import type { SequencePlan, SequenceSampler } from './sampler.ts';
import { type Mixture, TokenLoss, type TokenLossInput } from './tokenLoss.ts';
import { averageDecay, averageSchedule } from './weightAverage.ts';

export type { MethodChoice } from './chosenMethod.ts';
export type { Mixture, TokenLossInput } from './tokenLoss.ts';

/** A variant: one choice on every axis; an axis that is left out has its first method. */
export interface Variant {
  targets?: MethodChoice;
  weights?: MethodChoice;
  sequences?: MethodChoice;
  inputs?: MethodChoice;
  penalty?: MethodChoice;
}

/** What a scheduled input is made from, besides what the decoder gives. */
export interface FeedInput {
  embeddings: Tensor2D; // [vocab, embedding]
  schedules: Record<string, Scalar>;
  randomness: Randomness;
  /** A fresh coin for every row of a position: 1 with the given probability, [rows, 1]. */
  coin(rows: number, probability: Scalar): Tensor2D;
}

/** The axes of one variant, composed. It knows no method: each says itself what it needs and does. */
export interface Objective {
  needs: Omit<Needs, 'schedules' | 'vectors'> & {
    /** Word vectors that are read: those of the data, or a run's. */
    vectors?: Exclude<Needs['vectors'], 'model'>;
    /** Whether the vectors of the model itself are needed. */
    modelVectors: boolean;
  };
  /** Scalars that follow the progress of training, by axis and name. */
  schedules: Record<string, (progress: Progress) => number>;
  /** Fixed tensors by axis and name. */
  constants(corpus: Corpus): Record<string, Constant>;
  /** Tensors trained with the model, by axis and name. */
  trained(corpus: Corpus): Record<string, TrainedTensor>;
  /** How sampled sequences enter; absent where the gold ones are all. */
  plan?: SequencePlan;
  sampler?(corpus: Corpus): SequenceSampler;
  /** Weighted loss of each token, [tokens]: the axes targets and weights. */
  tokenLoss(tools: Tools, input: TokenLossInput, mixture?: Mixture): Tensor1D;
  /** The weights that the loss is divided by, where it is not divided by the number of tokens, [tokens]. */
  divisor?(tools: Tools, input: TokenLossInput): Tensor1D;
  /** The term beside the loss, [tokens]. */
  penalty?(tools: Tools, input: TokenLossInput): Tensor1D;
  /** The target of a gold token as plain numbers; absent where it depends on a model's output. */
  distribution?(gold: number, context: DistributionContext): SparseDistribution;
  /** What feeds the decoder; absent under teacher forcing. */
  feed?(tools: Tools, input: FeedInput): Feed;
  /** Whether the fed logits come from a first pass under teacher forcing. */
  twoPass: boolean;
}

export function composeObjective(variant: Variant): Objective {
  const chosen = {
    targets: chosenMethod('targets', targets, variant.targets),
    weights: chosenMethod('weights', weights, variant.weights),
    sequences: chosenMethod('sequences', sequences, variant.sequences),
    inputs: chosenMethod('inputs', inputs, variant.inputs),
    penalty: chosenMethod('penalty', penalties, variant.penalty),
  };
  const all = Object.values(chosen);
  const { sequences: drawn, inputs: input, penalty: extra } = chosen;
  const { sampler } = drawn.method;
  const expected = expectedTargets(chosen);
  const aboutTokens = [expected ?? chosen.targets, chosen.weights, chosen.penalty];
  const tokens = new TokenLoss(expected ?? chosen.targets, chosen.weights);
  const needs = combine(all.map((each) => each.needs));
  return {
    needs,
    schedules: Object.assign(
      needs.average ? { [averageDecay]: averageSchedule(needs.average) } : {},
      ...all.map((each) => each.named(each.needs.schedules ?? {})),
    ),
    constants: (corpus) =>
      Object.assign(
        {},
        ...aboutTokens.map((each) => each.named(each.method.constants?.(each.parameters, corpus) ?? {})),
      ),
    trained: (corpus) =>
      Object.assign({}, ...aboutTokens.map((each) => each.named(each.method.trained?.(each.parameters, corpus) ?? {}))),
    plan: drawn.method.plan?.(drawn.parameters),
    sampler: sampler && ((corpus) => sampler(drawn.parameters, corpus)),
    tokenLoss: (tools, given, mixture) => tokens.loss(tools, given, mixture),
    divisor: tokens.isDividedByWeights ? (tools, given) => tokens.weight(tools, given) as Tensor1D : undefined,
    penalty: penaltyOf(extra),
    distribution: distributionOf(expected ?? chosen.targets),
    feed: feedOf(input),
    twoPass: input.method.twoPass?.(input.parameters) ?? false,
  };
}

/** The targets that a sequences method gives in expectation: of one-hot targets whose tokens all count alike. */
function expectedTargets({
  targets: target,
  weights: weight,
  sequences: drawn,
}: {
  targets: ChosenMethod<TargetsMethod>;
  weights: ChosenMethod<WeightsMethod>;
  sequences: ChosenMethod<SequencesMethod>;
}): ChosenMethod<TargetsMethod> | undefined {
  const { expectation, ...description } = drawn.method;
  if (!expectation) return undefined;
  if (target.method === targets['one-hot'] && !weight.method.weight)
    return { ...drawn, method: { ...description, ...expectation } };
  throw new AxisConflict(
    'sequences',
    `"${description.title}" takes the place of one-hot targets whose tokens all count alike`,
    'Leave out `targets` and `weights`, or draw the sequences (`kind: hamming` with `lazy: true`).',
  );
}

function combine(needs: Needs[]): Objective['needs'] {
  const first = <K extends keyof Needs>(key: K) => needs.find((each) => each[key] !== undefined)?.[key];
  return {
    teacher: first('teacher'),
    vectors: vectorsToRead(needs),
    modelVectors: needs.some(({ vectors }) => vectors === 'model'),
    partners: needs.some(({ partners }) => partners),
    average: first('average'),
  };
}

/** Axes may need the same word vectors, but there is one set of them. */
function vectorsToRead(needs: Needs[]): Objective['needs']['vectors'] {
  const wanted = needs.flatMap(({ vectors }) => (vectors === undefined || vectors === 'model' ? [] : [vectors]));
  const [first, ...others] = wanted;
  if (others.every((each) => JSON.stringify(each) === JSON.stringify(first))) return first;
  throw new AxisConflict(
    'targets',
    'targets and sequences need different word vectors',
    'Let both use the vectors of the data (`vectors: data`).',
  );
}

function penaltyOf(chosen: ChosenMethod<PenaltyMethod>): Objective['penalty'] {
  const { penalty } = chosen.method;
  return penalty && ((tools, given) => penalty(tools, chosen.tokenInput(tools, given)));
}

function distributionOf(chosen: ChosenMethod<TargetsMethod>): Objective['distribution'] {
  const { distribution } = chosen.method;
  const { teacher, vectors } = chosen.needs;
  if (!distribution || teacher !== undefined || vectors === 'model') return undefined;
  return (gold, context) =>
    distribution(gold, chosen.parameters, { ...context, constants: chosen.own(context.constants ?? {}) });
}

function feedOf(chosen: ChosenMethod<InputsMethod>): Objective['feed'] {
  const { feed } = chosen.method;
  if (!feed) return undefined;
  return (tools, { embeddings: table, schedules: all, randomness, coin }) => {
    const schedules = chosen.own(all);
    const embeddings = tools.ops.loopEmbedding(table);
    const fed = (goldEmbedding: Tensor2D, previousLogits: Tensor2D) => {
      const keepGold = coin(goldEmbedding.shape[0], schedules.goldProbability as Scalar);
      const { parameters } = chosen;
      return feed(tools, { goldEmbedding, previousLogits, embeddings, keepGold, schedules, randomness, parameters });
    };
    return Object.assign(fed, { differentiated: !chosen.method.hard });
  };
}
