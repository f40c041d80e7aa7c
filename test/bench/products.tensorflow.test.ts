import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { smoothing } from '../../src/bench/measure.ts';
import { describeProducts, observeProducts } from '../../src/bench/products.ts';
import { productsOf, productsStep } from '../../src/bench/productsStep.ts';
import { workloads } from '../../src/bench/registry.ts';
import { trainingStep } from '../../src/bench/trainingStep.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';

const { engine, createProgram } = await createEngine({
  engine: 'tensorflow',
  device: 'cpu',
  install: false,
  progress: silentProgress,
});
const small: Record<string, Record<string, number>> = {
  'caption-lstm': { rows: 3, time: 4, vocabulary: 11, embedding: 5, hidden: 6 },
  'attention-lstm': { rows: 3, source: 5, target: 4, vocabulary: 11, embedding: 6, hidden: 6 },
  transformer: {
    ...{ rows: 2, source: 3, target: 4, vocabulary: 11 },
    ...{ embedding: 8, feedForward: 6, heads: 2, encoderLayers: 1, decoderLayers: 2 },
  },
};

test('products are observed with their shapes and transpositions, and not once observation has ended', () => {
  const { tf } = engine;
  const a = tf.zeros([2, 3]) as Tensor2D;
  const products = observeProducts(engine, () => {
    tf.matMul(a, a, true, false);
    tf.matMul(a, a, false, true);
  });
  tf.matMul(a, a, true, false);
  const operand = { id: 0, shape: [2, 3] };
  assert.deepEqual(products, [
    { left: operand, right: operand, transposeLeft: true, transposeRight: false },
    { left: operand, right: operand, transposeLeft: false, transposeRight: true },
  ]);
});

test('the caption LSTM has the products that its equations say', () => {
  const { rows, time, vocabulary, embedding, hidden } = small['caption-lstm'] as Record<string, number>;
  const products = productsOf(engine, workloads['caption-lstm']!.build(small['caption-lstm']!), smoothing);
  // Forward and both gradients of the words' input, recurrent and output layer; the picture is a step before them with
  // an input alone, made of its features, which have no gradient.
  const tokens = rows! * time!;
  const gates = 4 * hidden!;
  const words = 3 * tokens * (embedding! * gates + hidden! * gates + hidden! * vocabulary!);
  const picture = rows! * (2 * 2048 * embedding! + 3 * embedding! * gates);
  assert.equal(describeProducts(products).multiplications, words + picture);
});

for (const [name, sizes] of Object.entries(small)) {
  test(`${name}: its products run as one function`, () => {
    const program = createProgram();
    const step = productsStep(program, productsOf(engine, workloads[name]!.build(sizes), smoothing));
    program.define('step', step.spec);
    const [sum] = program.call('step', step.scalars(1)).sum!;
    assert.ok(Number.isFinite(sum) && sum !== 0);
    program.dispose();
  });

  test(`${name}: the compiled step learns its batch`, () => {
    const program = createProgram();
    const model = workloads[name]!.build(sizes);
    const step = trainingStep(program, model, {});
    program.define('step', step.spec);
    const take = (count: number) => program.call('step', { ...step.batch(count), ...step.scalars(count) });
    const losses = Array.from({ length: 120 }, (_, index) => take(index + 1).nll![0]!);
    const first = losses[0]! / (model.shape.rows * model.shape.target); // near ln 11 where nothing is known yet
    assert.ok(first > 1.5 && first < 5, `${first}`);
    assert.ok(losses.at(-1)! < 0.9 * losses[0]!, `${losses[0]} to ${losses.at(-1)}`);
    program.dispose();
  });
}
