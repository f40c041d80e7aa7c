import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Constant, Tools } from '../../src/objective/method.ts';
import { composeObjective, type Variant } from '../../src/objective/objective.ts';
import { penalties, weights } from '../../src/objective/registry.ts';
import { frequencyWeights } from '../../src/objective/weights/frequencyWeights.ts';
import { assertClose } from '../ops/closeTo.ts';

/** One token worked by hand: five classes, gold class 2. */
const toy = { logits: [-2, 2, 1, 0.5, -1], gold: 2 };
const probabilities = [0.011039, 0.602732, 0.221733, 0.134488, 0.030008];
const slope = probabilities.map((p, id) => p - (id === toy.gold ? 1 : 0)); // p − y

/** Weights and penalties on the token worked by hand. */
export function weightsFigures(label: string, tools: Tools): void {
  const { tf } = tools;
  const z = tf.tensor2d([toy.logits]);
  const near = (found: ArrayLike<number>, expected: number[], what: string) => assertClose(found, expected, what, 2e-5); // the figures have six digits
  const check = (variant: Variant, loss: number, gradient: number[], constants = {}) => {
    const compute = (logits: Tensor) => lossOf(tools, variant, logits as Tensor2D, constants);
    near(compute(z).dataSync(), [loss], 'loss');
    near(
      tf
        .grad((logits) => tf.sum(compute(logits)) as Scalar)(z)
        .dataSync(),
      gradient,
      'gradient',
    );
  };
  const scaled = (factor: number) => slope.map((value) => factor * value);

  test(`${label}: focal loss on the toy token`, () => {
    const focal = (parameters: object) => ({
      weights: { kind: 'focal', ...weights.focal.parameters.parse(parameters) },
    });
    check(focal({}), 0.912355, scaled(1.12557));
    check(focal({ gamma: 1 }), 1.172291, scaled(1.112259));
    check(focal({ detach: true }), 0.912355, scaled(0.6057));
  });

  test(`${label}: anti-focal loss on the toy token`, () => {
    const antiFocal = (parameters: object) => ({
      weights: { kind: 'anti-focal', ...weights['anti-focal'].parameters.parse(parameters) },
    });
    check(antiFocal({ detach: false }), 1.673279, scaled(0.94387));
    check(antiFocal({}), 1.673279, scaled(1.110866));
    check(antiFocal({ alpha: 1 }), 1.840275, scaled(1.221733));
  });

  test(`${label}: class weights on the toy token`, () => {
    // Occurrences 8, 4, 1, 2, the first of the end of sentence; <unk> has the weight 1 although it occurs.
    const counts = Float64Array.of(0, 0, 8, 9, 4, 1, 2, 0);
    near(frequencyWeights({ counts, firstWord: 4 }, 'log'), [1, 1, 0.315465, 1, 0.430677, 1, 0.63093, 1], 'log');
    near(frequencyWeights({ counts, firstWord: 4 }, 'inverse'), [1, 1, 1 / 8, 1, 1 / 4, 1, 1 / 2, 1], 'inverse');
    const classes: Constant = { shape: [5], values: Float32Array.of(1, 0.315465, 0.430677, 1, 0.63093) };
    for (const place of ['loss', 'target']) {
      const variant = { weights: { kind: 'class-weights', ...weights['class-weights'].parameters.parse({ place }) } };
      check(variant, 0.648721, scaled(0.430677), { 'weights/classes': classes });
    }
  });

  test(`${label}: the confidence penalty on the toy token`, () => {
    const penalised = (parameters: object) => ({
      penalty: { kind: 'confidence-penalty', ...penalties['confidence-penalty'].parameters.parse(parameters) },
    });
    check(penalised({}), 1.39989, [0.007239, 0.636343, -0.788076, 0.121814, 0.022679]);
    check(penalised({ gamma: 0 }), 1.506283, slope);
    const ofGold = lossOf(tools, penalised({ form: 'gold-only' }), z, {});
    near(ofGold.dataSync(), [1.472883], 'gold-only');
  });
}

function lossOf({ tf, ops }: Tools, variant: Variant, logits: Tensor2D, constants: Record<string, Constant>): Tensor {
  const objective = composeObjective(variant);
  const gold = tf.tensor1d([toy.gold], 'int32');
  const nll = ops.smoothedCrossEntropy(logits, gold, { gold: 1, uniform: 0 });
  const tensors = Object.entries(constants).map(([name, { values, shape }]) => [name, tf.tensor(values, shape)]);
  const input = { logits, gold, nll, padId: 0, constants: Object.fromEntries(tensors) };
  const loss = objective.tokenLoss({ tf, ops }, input);
  const penalty = objective.penalty?.({ tf, ops }, input);
  return penalty ? tf.add(loss, penalty) : loss;
}
