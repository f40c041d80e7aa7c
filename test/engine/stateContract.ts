import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Program, Values } from '../../src/engine/program.ts';
import type { Optimizer } from '../../src/training/optimizers/optimizer.ts';
import { slotName } from '../../src/training/optimizers/optimizer.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import {
  accumulatingFunction,
  accumulator,
  evaluatingFunction,
  type Trainable,
  trainingFunction,
} from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';

const momentum = 0.9;

/**
 * Σ (w·(x − mean)/√(variance + 1))² of batches x [4, 2]. Training takes the batch's own mean and variance and moves the
 * averages towards them, as batch normalisation does; evaluation takes the averages.
 */
const normalised: Trainable = {
  inputs: [{ name: 'x', shape: [4, 2], dtype: 'float32' }],
  weights: ['w'],
  loss: ({ step, weight, randomness }) => {
    const { tf } = step.engine;
    const x = step.inputs.x as Tensor2D;
    const averages = { mean: step.read('average/mean'), variance: step.read('average/variance') };
    const batch = { mean: tf.mean(x, 0), variance: tf.mean(tf.square(tf.sub(x, tf.mean(x, 0))), 0) };
    const { mean, variance } = randomness ? batch : averages;
    const scaled = tf.mul(weight('w'), tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1))));
    const loss = tf.sum(tf.square(scaled)) as Scalar;
    const move = (old: Tensor, now: Tensor) => tf.add(tf.mul(old, momentum), tf.mul(now, 1 - momentum));
    const state = {
      'average/mean': move(averages.mean, batch.mean),
      'average/variance': move(averages.variance, batch.variance),
      // A variable that stays as it is, and one that is set to an input of the step.
      constant: step.read('constant'),
      last: x,
    };
    // One tensor may serve as all the sums.
    return { objective: loss, nll: loss, correct: loss, measured: loss, state };
  },
};

/** The same in plain numbers: the loss, the averages and the weight after a step of gradient descent. */
class Reference {
  mean = [0, 0];
  variance = [1, 1];
  weight = [2, -1];

  loss(x: number[], mean: number[], variance: number[]): { loss: number; slope: number[] } {
    const squares = [0, 1].map((column) =>
      x.filter((_, at) => at % 2 === column).reduce((sum, value) => sum + (value - mean[column]) ** 2, 0),
    );
    const units = squares.map((square, column) => square / (variance[column] + 1));
    return {
      loss: units[0] * this.weight[0] ** 2 + units[1] * this.weight[1] ** 2,
      slope: units.map((unit, column) => 2 * unit * this.weight[column]),
    };
  }

  step(x: number[], rate: number): number {
    const columns = [0, 1].map((column) => x.filter((_, at) => at % 2 === column));
    const mean = columns.map((values) => values.reduce((sum, value) => sum + value, 0) / 4);
    const variance = columns.map((values, at) => values.reduce((sum, value) => sum + (value - mean[at]) ** 2, 0) / 4);
    const { loss, slope } = this.loss(x, mean, variance);
    const move = (old: number[], now: number[]) => old.map((value, at) => momentum * value + (1 - momentum) * now[at]);
    this.mean = move(this.mean, mean);
    this.variance = move(this.variance, variance);
    this.weight = this.weight.map((value, at) => value - rate * slope[at]);
    return loss;
  }
}

const batches = [
  [1, 2, 3, -4, 0.5, 6, -7, 8],
  [0.25, 1, 2, 1, -3, 2, 0.5, 2],
  [5, 5, 4, 4, 3, 3, -2, -2],
];

function declareAll(program: Program): Program {
  const declare = (name: string, shape: number[], first: number[]) =>
    program.declare({ name, shape, dtype: 'float32' }, Float32Array.from(first));
  declare('w', [2], [2, -1]);
  declare(slotName('w', 'momentum'), [2], [0, 0]);
  declare(accumulator('w'), [2], [0, 0]);
  declare('average/mean', [2], [0, 0]);
  declare('average/variance', [2], [1, 1]);
  declare('constant', [3], [4, 5, 6]);
  declare('last', [4, 2], [0, 0, 0, 0, 0, 0, 0, 0]);
  return program;
}

/** Variables that are not trained but updated by the step: part of it in every kind of program. */
export function stateContract(label: string, createProgram: () => Program): void {
  const value = (program: Program, name: string) => program.readVariables([name]).get(name) as Values;
  const fed = (x: number[]) => ({ x: Float32Array.from(x), seed: Int32Array.of(0, 0), scale: Float32Array.of(1) });

  test(`${label}: statistics move with every training step and serve evaluation`, () => {
    const program = declareAll(createProgram());
    const optimizer = optimizers.sgd as unknown as Optimizer;
    const parameters = { momentum: 0, nesterov: false, weightDecay: 0 };
    program.define('train', trainingFunction(normalised, { optimizer, parameters }));
    program.define('evaluate', evaluatingFunction(normalised));
    const reference = new Reference();
    for (const x of batches) {
      const learningRate = Float32Array.of(0.01);
      const { objective, nll, correct } = program.call('train', { ...fed(x), learningRate });
      const expected = reference.step(x, 0.01);
      for (const sum of [objective, nll, correct]) assertClose(sum, [expected], 'loss', 1e-6);
      assertClose(value(program, 'w'), reference.weight, 'weight', 1e-6);
      assertClose(value(program, 'average/mean'), reference.mean, 'mean', 1e-6);
      assertClose(value(program, 'average/variance'), reference.variance, 'variance', 1e-6);
      assert.deepEqual(Array.from(value(program, 'last')), x);
      const before = value(program, 'average/mean');
      const found = program.call('evaluate', { x: Float32Array.from(x) }).objective;
      assertClose(found, [reference.loss(x, reference.mean, reference.variance).loss], 'evaluation', 1e-6);
      assert.deepEqual(value(program, 'average/mean'), before, 'evaluation moves nothing');
    }
    assert.deepEqual(Array.from(value(program, 'constant')), [4, 5, 6]);
    program.dispose();
  });

  test(`${label}: statistics move with every part of an accumulated batch`, () => {
    const program = declareAll(createProgram());
    program.define('accumulate', accumulatingFunction(normalised));
    const reference = new Reference();
    let slope = [0, 0];
    for (const x of batches) {
      program.call('accumulate', fed(x));
      const before = [...reference.weight];
      reference.step(x, 1);
      slope = slope.map((sum, at) => sum + before[at] - reference.weight[at]);
      reference.weight = before;
    }
    assertClose(value(program, accumulator('w')), slope, 'sum of gradients', 1e-6);
    assertClose(value(program, 'average/mean'), reference.mean, 'mean', 1e-6);
    assertClose(value(program, 'average/variance'), reference.variance, 'variance', 1e-6);
    program.dispose();
  });
}
