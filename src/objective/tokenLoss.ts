import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { SmoothedTarget } from '../ops/crossEntropy.ts';
import { AxisConflict } from './axisConflict.ts';
import type { ChosenMethod } from './chosenMethod.ts';
import type { Parameters, TargetsMethod, TokenInput, Tools, WeightsMethod } from './method.ts';
import { addTargets, isOneHot, scaleTarget, weighClasses } from './targetMasses.ts';

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
  /** Name of the constant with a factor for each class of the target, where weights act inside it. */
  readonly #inTarget: string | undefined;

  constructor(targets: ChosenMethod<TargetsMethod>, weights: ChosenMethod<WeightsMethod>) {
    this.#targets = targets;
    this.#weights = weights;
    this.isDividedByWeights = weights.method.normalisation?.(weights.parameters) === 'weights';
    this.#inTarget = weights.method.inTarget?.(weights.parameters);
    if (this.#inTarget !== undefined && !targets.method.linear)
      throw new AxisConflict(
        'weights',
        `the targets "${targets.method.title}" have no fixed masses that class weights could act on`,
        'Let the weights act on the loss (`place: loss`), or choose targets that do not depend on the output.',
      );
  }

  /** Weighted loss of each token, [tokens]. */
  loss(tools: Tools, given: TokenLossInput, mixture?: Mixture): Tensor1D {
    if (mixture) return this.#mixed(tools, given, mixture);
    const loss = this.#targetLoss(tools, given);
    const weight = this.#inTarget === undefined ? this.weight(tools, given) : undefined;
    return weight ? tools.tf.mul(loss, weight) : loss;
  }

  /** The weight of each token, [tokens]; undefined where all are 1. */
  weight(tools: Tools, given: TokenLossInput): Tensor1D | undefined {
    const { method } = this.#weights;
    return method.weight?.(tools, this.#weights.tokenInput(tools, given));
  }

  #targetLoss(tools: Tools, given: TokenLossInput): Tensor1D {
    const { loss } = this.#targets.method;
    const input = this.#targets.tokenInput(tools, given);
    if (loss) return loss(tools, input);
    const target = this.#linearTarget(tools, given, input);
    return isOneHot(target) ? input.nll : tools.ops.smoothedCrossEntropy(input.logits, input.gold, target);
  }

  #linearTarget(tools: Tools, given: TokenLossInput, input: TokenInput<Parameters>): SmoothedTarget {
    const { linear } = this.#targets.method;
    if (!linear) throw new Error('a targets method has neither a linear target nor a loss');
    const target = linear(tools, input);
    if (this.#inTarget === undefined) return target;
    const { [this.#inTarget]: classes } = this.#weights.own(given.constants ?? {});
    return weighClasses(tools, target, input.gold, classes as Tensor1D);
  }

  /** Where the loss is linear in the target and no loss is weighted, the targets are mixed: one pass over the logits. */
  #mixed(tools: Tools, given: TokenLossInput, { own, samples }: Mixture): Tensor1D {
    const { tf, ops } = tools;
    if (!this.#mixesTargets) {
      const terms = samples.map(({ gold, mass }) => {
        const nll = ops.smoothedCrossEntropy(given.logits, gold, { gold: 1, uniform: 0 });
        return tf.mul(this.loss(tools, { ...given, gold, nll }), mass);
      });
      return tf.addN([tf.mul(this.loss(tools, given), own), ...terms]) as Tensor1D;
    }
    // A linear target does not look at the logits, so that whose `nll` it is given does not matter.
    const targetOf = (of: TokenLossInput) => this.#linearTarget(tools, given, this.#targets.tokenInput(tools, of));
    const mixed = samples.reduce(
      (sum, { gold, mass }) => addTargets(tf, sum, scaleTarget(tf, targetOf({ ...given, gold }), mass), gold),
      scaleTarget(tf, targetOf(given), own),
    );
    return ops.smoothedCrossEntropy(given.logits, given.gold, mixed);
  }

  get #mixesTargets(): boolean {
    const { linear, loss } = this.#targets.method;
    return linear !== undefined && !loss && (this.#inTarget !== undefined || !this.#weights.method.weight);
  }
}
