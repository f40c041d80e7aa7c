import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Mass, SmoothedTarget } from '../ops/crossEntropy.ts';
import type { ChosenMethod } from './chosenMethod.ts';
import type { Parameters, TargetsMethod, Tf, TokenInput, Tools, WeightsMethod } from './method.ts';

/** What the trainer knows of one batch's tokens; tensors and scalars of all axes together, by axis and name. */
export type TokenLossInput = Omit<
  TokenInput<Parameters>,
  'parameters' | 'nll' | 'constants' | 'trained' | 'schedules'
> &
  Partial<Pick<TokenInput<Parameters>, 'nll' | 'constants' | 'trained' | 'schedules'>>;

/** Several gold tokens for one row of logits: `own`·loss(gold) + Σ mass·loss(gold of the sample). Elbayad et al., eq. 19. */
export interface Mixture {
  own: number;
  samples: { gold: Tensor1D; mass: Tensor1D }[]; // [tokens] each
}

/** The axes targets and weights together. */
export class TokenLoss {
  readonly isDividedByWeights: boolean;
  readonly #targets: ChosenMethod<TargetsMethod>;
  readonly #weights: ChosenMethod<WeightsMethod>;

  constructor(targets: ChosenMethod<TargetsMethod>, weights: ChosenMethod<WeightsMethod>) {
    this.#targets = targets;
    this.#weights = weights;
    this.isDividedByWeights = weights.method.normalisation?.(weights.parameters) === 'weights';
  }

  /** Weighted loss of each token, [tokens]. */
  loss(tools: Tools, given: TokenLossInput, mixture?: Mixture): Tensor1D {
    if (mixture) return this.#mixed(tools, given, mixture);
    const loss = this.#targetLoss(tools, given);
    const weight = this.weight(tools, given);
    return weight ? tools.tf.mul(loss, weight) : loss;
  }

  /** The weight of each token, [tokens]; undefined where all are 1. */
  weight(tools: Tools, given: TokenLossInput): Tensor1D | undefined {
    const { method } = this.#weights;
    return method.weight?.(tools, this.#weights.tokenInput(tools, given));
  }

  #targetLoss(tools: Tools, given: TokenLossInput): Tensor1D {
    const { linear, loss } = this.#targets.method;
    const input = this.#targets.tokenInput(tools, given);
    if (loss) return loss(tools, input);
    if (!linear) throw new Error('a targets method has neither a linear target nor a loss');
    const target = linear(tools, input);
    return isOneHot(target) ? input.nll : tools.ops.smoothedCrossEntropy(input.logits, input.gold, target);
  }

  /** Where the loss is linear in the target and no token is weighted, the targets are mixed: one pass over the logits. */
  #mixed(tools: Tools, given: TokenLossInput, { own, samples }: Mixture): Tensor1D {
    const { tf, ops } = tools;
    const { linear, loss } = this.#targets.method;
    const inputs = samples.map(({ gold }) => ({ ...given, gold, nll: undefined }));
    if (!linear || loss || this.#weights.method.weight) {
      const terms = samples.map(({ mass }, index) => tf.mul(this.loss(tools, inputs[index] as TokenLossInput), mass));
      return tf.addN([tf.mul(this.loss(tools, given), own), ...terms]) as Tensor1D;
    }
    const targetOf = (of: TokenLossInput) => linear(tools, this.#targets.tokenInput(tools, { ...of, nll: given.nll }));
    const mixed = samples.reduce(
      (sum, { gold, mass }, index) => add(tf, sum, scale(tf, targetOf(inputs[index] as TokenLossInput), mass), gold),
      scale(tf, targetOf(given), own),
    );
    return ops.smoothedCrossEntropy(given.logits, given.gold, mixed);
  }
}

const isOneHot = ({ gold, uniform, column, prior, also }: SmoothedTarget) =>
  gold === 1 && uniform === 0 && !column && !prior && !also;

function times(tf: Tf, mass: Mass, factor: Mass): Mass {
  if (typeof mass === 'number' && typeof factor === 'number') return mass * factor;
  return mass === 0 ? 0 : (tf.mul(mass, factor) as Tensor);
}

function scale(tf: Tf, { gold, uniform, column, prior, also }: SmoothedTarget, factor: Mass): SmoothedTarget {
  const scaled = <T extends { mass: Mass }>(part: T): T => ({ ...part, mass: times(tf, part.mass, factor) });
  return {
    gold: times(tf, gold, factor),
    uniform: times(tf, uniform, factor),
    column: column && scaled(column),
    prior: prior && scaled(prior),
    also: also?.map(scaled),
  };
}

/** The sum of two targets of one method: they share the fixed class and the fixed row, but not the gold token. */
function add(tf: Tf, first: SmoothedTarget, second: SmoothedTarget, gold: Tensor1D): SmoothedTarget {
  const sum = (a: Mass, b: Mass): Mass =>
    typeof a === 'number' && typeof b === 'number' ? a + b : (tf.add(a, b) as Tensor);
  const { column, prior } = first;
  return {
    gold: first.gold,
    uniform: sum(first.uniform, second.uniform),
    column: column && { ...column, mass: sum(column.mass, second.column?.mass ?? 0) },
    prior: prior && { ...prior, mass: sum(prior.mass, second.prior?.mass ?? 0) },
    also: [...(first.also ?? []), { ids: gold, mass: second.gold }, ...(second.also ?? [])],
  };
}
