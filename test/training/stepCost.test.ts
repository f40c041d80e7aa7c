import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { describeTraining } from '../../src/training/description.ts';
import { optimizers } from '../../src/training/optimizers/registry.ts';
import { stepCost } from '../../src/training/stepCost.ts';
import type { TrainingTask } from '../../src/training/task.ts';
import type { TrainingSettings } from '../../src/training/train.ts';
import type { LossContext } from '../../src/training/trainStep.ts';

const { engine } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });
const { tf, ops } = engine;

type Output = (context: LossContext) => Tensor;

/** Σ of squares of what a net makes of `x`, [rows, ...side]. */
const taskOf = (side: number[], shapes: Record<string, number[]>, output: Output): TrainingTask => ({
  parameters: Object.entries(shapes).map(([name, shape]) => ({
    ...{ name, shape },
    initial: { kind: 'constant', value: 0 },
  })),
  ...{ state: [], constants: new Map(), batchesPerEpoch: 3, schedules: {} },
  shapes: [{ rows: 10, source: 1, target: 1 }],
  trainable: ({ rows }) => ({
    inputs: [{ name: 'x', shape: [rows, ...side], dtype: 'float32' }],
    weights: Object.keys(shapes),
    loss: (context) => {
      const objective = tf.sum(tf.square(output(context))) as Scalar;
      return { objective, nll: objective, correct: tf.scalar(0), measured: tf.scalar(1) };
    },
  }),
  inputs: () => ({}),
  batches: () => ({ next: () => Promise.reject(new Error('nothing is trained')), close: async () => undefined }),
  evaluationBatches: () => undefined,
  prepare: () => undefined,
  measure: () => ({ scores: {}, signatures: {}, samples: [] }),
});

const settings = (frozen: string[] = []): TrainingSettings => ({
  ...{ optimizer: optimizers.adam, parameters: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
  ...{ accumulate: 1, seed: 1, totalSteps: 30, learningRate: () => 1, frozen: new Set(frozen) },
  ...{ best: { metric: 'nll', larger: false }, checkpointSeconds: 60 },
});

const net = taskOf([3], { 'first.weight': [3, 5], 'second.weight': [5, 2] }, ({ step, weight }) => {
  const hidden = tf.matMul(step.inputs.x as Tensor2D, weight('first.weight') as Tensor2D);
  return tf.matMul(hidden, weight('second.weight') as Tensor2D);
});
const shape = net.shapes[0]!;

test('multiplications of a step are those of its products, forward and backward, for the rows of the batch', () => {
  // x·A and h·B forward; then dB = hᵀ·dy, dh = dy·Bᵀ and dA = xᵀ·dh.
  assert.equal(stepCost(engine, net, settings(), shape).multiplications, 10 * (15 + 10 + 10 + 10 + 15));
});

test('no gradient is computed for frozen parameters, nor for what comes before the first that is trained', () => {
  const { multiplications } = stepCost(engine, net, settings(['first.weight']), shape);
  assert.equal(multiplications, 10 * (15 + 10 + 10));
  assert.equal(stepCost(engine, net, settings(['second.weight']), shape).multiplications, 10 * (15 + 10 + 10 + 15));
});

test('convolutions count a product for each number of the filter and of the output', () => {
  const pixel = { 'a.filter': [3, 3, 2, 3], 'b.filter': [1, 1, 3, 4] };
  const task = taskOf([6, 6, 2], pixel, ({ step, weight }) => {
    const window = { stride: 1, padding: 1 };
    const hidden = ops.conv2d(step.inputs.x as Tensor4D, weight('a.filter') as Tensor4D, window);
    return ops.conv2d(hidden, weight('b.filter') as Tensor4D, { stride: 1, padding: 0 });
  });
  const [first, second] = [36 * 9 * 2 * 3, 36 * 3 * 4];
  const { multiplications } = stepCost(engine, task, settings(), shape);
  // The gradient of the input is a convolution over the padded pictures.
  assert.ok(multiplications >= 10 * 3 * (first + second) && multiplications < 10 * 4 * (first + second));
});

test('a description counts parameters by layer, and what stays as it is neither as gradient nor by its slots', () => {
  const { layers, totals, memory, step, batches } = describeTraining(engine, net, settings(['first.weight']));
  assert.deepEqual(
    layers.map(({ name, count, parameters }) => [name, count, parameters[0]?.frozen]),
    [
      ['first', 15, true],
      ['second', 10, false],
    ],
  );
  assert.deepEqual(totals, { parameters: 25, trained: 10, frozen: 15, state: 0 });
  assert.deepEqual([memory.weights, memory.gradients, memory.optimizer, memory.constants], [100, 40, 80, 0]);
  assert.ok(memory.activations >= 4 * 10 * (5 + 2), 'both layers of the forward pass');
  assert.equal(step.flops, 2 * 350);
  assert.deepEqual(batches, { shapes: net.shapes, perEpoch: 3, totalSteps: 30 });
});
