import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../src/objective/method.ts';
import type { SmoothedTarget } from '../../src/ops/crossEntropy.ts';
import type { Ops } from '../../src/ops/ops.ts';
import { assertClose } from './closeTo.ts';
import { differentiate, readFixture, type StoredTensor, toTensor } from './fixtures.ts';
import { peaks } from './peaks.ts';
import { pictureOpCalls } from './pictureOpCalls.ts';

export interface OpCase {
  op: string;
  name: string;
  options: Record<string, unknown>;
  inputs: Record<string, StoredTensor>;
  outputs: StoredTensor[];
  upstream: StoredTensor[];
  gradients: Record<string, StoredTensor>;
}

export const opCases = ['ops', 'pictures'].flatMap((name) => readFixture<OpCase[]>(`ops/${name}.json`));

type Given = { tf: Tf; ops: Ops; options: Record<string, unknown> };
type Inputs = Record<string, never>;

/** How each op is called with a fixture's inputs. */
export const opCalls: Record<string, (given: Given, inputs: Inputs) => Tensor[]> = {
  ...pictureOpCalls,
  embeddingLookup: ({ ops }, { table, ids }) => [ops.embeddingLookup(table, ids)],
  smoothedCrossEntropy: ({ ops, options }, inputs) => [
    ops.smoothedCrossEntropy(inputs.logits, inputs.gold_ids, {
      ...(options as unknown as SmoothedTarget),
      ...('table' in inputs && { rows: [{ table: inputs.table, index: inputs.index, mass: inputs.mass }] }),
    }),
  ],
  similarityRows: ({ tf, ops, options }, { ids, vectors, bias, counts }) => {
    const { scale, penalty, ofItself } = options as { scale: number; penalty: number; ofItself: boolean };
    const rarity = counts && { logCounts: tf.log(tf.reshape(counts, [-1, 1])) as Tensor2D, penalty, ofItself };
    const { table, index } = ops.similarityRows(ids, { vectors, scale, bias, rarity });
    return [ops.embeddingLookup(table, index)];
  },
  softCrossEntropy: ({ ops }, { logits, target }) => [ops.softCrossEntropy(logits, target)],
  entropy: ({ ops }, { probabilities }) => [ops.entropy(probabilities)],
  softmaxEntropy: ({ ops }, { logits }) => [ops.softmaxEntropy(logits)],
  labo: ({ ops, options }, { logits, gold_ids, share, sharpness }) => [
    ops.labo(logits, gold_ids, {
      share: share ?? (options.share as number),
      temperature: options.temperature as number,
      sharpness,
    }),
  ],
  temperedDivergence: ({ ops, options }, { logits, teacher }) => [
    ops.temperedDivergence(logits, teacher, options.temperature as number),
  ],
  klDivergence: ({ ops }, { logits, reference }) => [ops.klDivergence(logits, reference)],
  withoutGradient: ({ tf, ops }, { input }) => [
    tf.mul(
      input,
      ops.withoutGradient(() => tf.square(input)),
    ),
  ],
  gradientOnly: ({ ops }, { input }) => [ops.gradientOnly(input)],
  lstmGates: ({ ops }, inputs) => {
    const { h, c } = ops.lstmGates(inputs.gates, inputs.cell_state);
    return [h, c];
  },
  lstmSequence: ({ tf, ops, options }, { inputs, weight_input, weight_recurrent, bias, h, c, mask }) => {
    const weights = { input: weight_input, recurrent: weight_recurrent, bias };
    const { outputs, state } = ops.lstmSequence(inputs, weights, {
      time: 4,
      state: h && { h, c },
      mask: mask && (tf.split(mask as Tensor2D, 4, 1) as Tensor2D[]),
      backwards: options.backwards as boolean,
    });
    return [...outputs, state.h, state.c];
  },
  loopEmbedding: ({ tf, ops, options }, { table, ids, scores }) => {
    const embedding = ops.loopEmbedding(table);
    const parts = (of: Tensor) => tf.unstack(of) as never[];
    const alpha = tf.scalar(options.alpha as number);
    const [lookups, expectations] = [parts(ids), parts(scores)];
    const first = [embedding.lookup(lookups[0]!), embedding.expected(expectations[0]!, alpha)] as const;
    const second = [embedding.lookup(lookups[1]!), embedding.expected(expectations[1]!, alpha)] as const;
    return [...first, ...second, tf.mul(first[1], second[0])];
  },
  mostProbable: ({ ops }, { logits }) => [ops.mostProbable(logits)],
  sampleCategorical: ({ ops }, { logits, uniform }) => [ops.sampleCategorical(logits, uniform)],
  loopProduct: ({ tf, ops, options }, { start, weight }) => {
    const product = ops.loopProduct(weight, { transposed: options.transposed === true });
    const outputs: Tensor2D[] = [];
    for (let step = 0; step < (options.steps as number); step++)
      outputs.push(tf.tanh(product.apply(outputs.at(-1) ?? start)));
    return outputs;
  },
  biasAdd: ({ ops }, { input, bias }) => [ops.biasAdd(input, bias)],
  knownProduct: ({ tf, ops }, { x, weight, bias }) => {
    const value = ops.withoutGradient(() => tf.add(tf.matMul(x, weight, false, true), bias)) as Tensor2D;
    return [ops.knownProduct(value, { x, weight, bias })];
  },
  gelu: ({ ops }, { input }) => [ops.gelu(input)],
  // It may change the table, which the test reads again.
  putRows: ({ tf, ops }, { table, rows, values }) => [ops.putRows(tf.add(table, tf.zerosLike(table)), rows, values)],
  topColumns: ({ ops, options }, { values }) => {
    const found = ops.topColumns(values, options.k as number);
    return [found.values, found.indices];
  },
  relu: ({ ops }, { input }) => [ops.relu(input)],
  layerNorm: ({ ops }, { input, gamma, beta }) => [ops.layerNorm(input, gamma, beta)],
  loopAttention: ({ tf, ops, options }, { query, keys, values, bias, direction }) => {
    const attention = ops.loopAttention({ keys, values, bias }, direction);
    const contexts: Tensor2D[] = [];
    let asked: Tensor2D = query;
    for (let step = 0; step < ((options.steps as number | undefined) ?? 1); step++) {
      const { context } = attention.look(asked);
      contexts.push(context);
      asked = tf.add(asked, tf.tanh(tf.slice(context, [0, 0], (query as Tensor2D).shape))) as Tensor2D;
    }
    return contexts;
  },
  dotAttention: ({ ops }, { queries, keys, values, bias }) => [
    ops.dotAttention(queries, keys, values, { bias }).outputs,
  ],
  sumOfSquares: ({ ops }, { tensor }) => [ops.sumOfSquares(tensor)],
  pickColumns: ({ ops }, { matrix, columns }) => [ops.pickColumns(matrix, columns)],
};

/** Ops without a row in the fixture, with tests of their own. */
const elsewhere = ['dropout', 'randomUniform', 'peak'];

/** Every op's values and gradients against PyTorch in float64, and its random numbers bit by bit. */
export function opsContract(label: string, given: () => { tf: Tf; ops: Ops }): void {
  test(`${label}: every op has reference cases`, () => {
    const covered = new Set([...opCases.map(({ op }) => op), ...elsewhere]);
    assert.deepEqual([...covered].sort(), Object.keys(given().ops).sort());
  });
  for (const opCase of opCases) {
    test(`${label}: ${opCase.op}, ${opCase.name}: values and gradients equal PyTorch's`, () =>
      checkCase(given(), opCase));
  }
  attentionWeights(label, given);
  peaks(label, given);
  randomNumbers(label, given);
  test(`${label}: dropout`, () => checkDropout(given()));
}

function checkCase({ tf, ops }: { tf: Tf; ops: Ops }, { op, options, ...stored }: OpCase): void {
  const inputs = Object.fromEntries(Object.entries(stored.inputs).map(([name, value]) => [name, toTensor(tf, value)]));
  const upstream = stored.upstream.map((value) => toTensor(tf, value));
  const compute = (all: Record<string, Tensor>) => opCalls[op]({ tf, ops, options }, all as Inputs);
  const { outputs, gradients } = differentiate(tf, inputs, Object.keys(stored.gradients), upstream, compute);
  stored.outputs.forEach(({ shape, values }, index) => {
    assert.deepEqual(outputs[index].shape, shape);
    assertClose(outputs[index].dataSync(), values, `output ${index}`);
  });
  for (const [name, { shape, values }] of Object.entries(stored.gradients)) {
    assert.deepEqual(gradients[name].shape, shape);
    assertClose(gradients[name].dataSync(), values, `gradient of ${name}`);
  }
}

function attentionWeights(label: string, given: () => { tf: Tf; ops: Ops }): void {
  test(`${label}: additive attention gives padding no weight at all`, () => {
    const { tf, ops } = given();
    const keys = tf.tensor3d([0.5, -1, 2, 0, 3, 1], [1, 3, 2]) as Tensor3D;
    const bias = tf.tensor2d([0, 0, -1e9], [1, 3]);
    const attention = ops.loopAttention({ keys, values: keys, bias }, tf.tensor1d([1, -2]));
    const { weights } = attention.look(tf.tensor2d([[1, 1]]));
    const energy = [Math.tanh(1.5) - 2 * Math.tanh(0), Math.tanh(3) - 2 * Math.tanh(1)].map(Math.exp);
    const total = energy[0] + energy[1];
    assertClose(weights.dataSync(), [energy[0] / total, energy[1] / total, 0], 'weights', 1e-6);
    assert.equal(weights.dataSync()[2], 0);
  });
}

const seedOf = (tf: Tf, seed: number[], site = 0) => ({ seed: tf.tensor1d(seed, 'int32') as Tensor1D, site });

function randomNumbers(label: string, given: () => { tf: Tf; ops: Ops }): void {
  const cases = readFixture<{ seed: number[]; words: number[] }[]>('ops/uniform.json');
  for (const { seed, words } of cases) {
    test(`${label}: uniform numbers of seed ${seed} are Philox's, bit by bit`, () => {
      const { tf, ops } = given();
      const found = ops.randomUniform([words.length], seedOf(tf, seed)).dataSync();
      assert.deepEqual(
        Array.from(found),
        words.map((word) => word / 2 ** 23),
      );
    });
  }
  test(`${label}: each draw of a step takes the next site, which is added to the second half of the seed`, () => {
    const { tf, ops } = given();
    const randomness = seedOf(tf, [4, 7]);
    const draws = [0, 1, 2].map(() => ops.randomUniform([2, 3], randomness));
    assert.equal(randomness.site, 3);
    assert.deepEqual(draws[0].shape, [2, 3]);
    draws.forEach((draw, site) => {
      assert.deepEqual(draw.dataSync(), ops.randomUniform([6], seedOf(tf, [4, 7 + site])).dataSync());
    });
    assert.notDeepEqual(draws[0].dataSync(), draws[1].dataSync());
    assert.notDeepEqual(draws[0].dataSync(), ops.randomUniform([6], seedOf(tf, [5, 7])).dataSync());
  });
}

function checkDropout({ tf, ops }: { tf: Tf; ops: Ops }): void {
  const input = tf.fill([100, 50], 3);
  const uniform = ops.randomUniform([100, 50], seedOf(tf, [9, 9])).dataSync();
  const apply = (x: Tensor) => ops.dropout(x, 0.25, seedOf(tf, [9, 9]));
  // Kept where the uniform number is not below the rate, and scaled by 1/(1 − rate).
  const expected = Array.from(uniform, (u) => (u >= 0.25 ? 4 : 0));
  assert.deepEqual(Array.from(apply(input).dataSync()), expected);
  // A number that equals the rate is kept.
  const edge = Array.from(ops.dropout(input, uniform[0], seedOf(tf, [9, 9])).dataSync());
  assert.deepEqual(
    edge.map((value) => value > 0),
    Array.from(uniform, (u) => u >= uniform[0]),
  );
  const kept = expected.filter((value) => value > 0).length / 5000;
  assert.ok(Math.abs(kept - 0.75) < 3 * Math.sqrt((0.25 * 0.75) / 5000), `kept ${kept}`);
  const gradient = tf.grad((x) => tf.sum(apply(x)) as Scalar)(input);
  assertClose(
    gradient.dataSync(),
    expected.map((value) => value / 3),
    'gradient',
    1e-6,
  );
  assert.equal(ops.dropout(input, 0, seedOf(tf, [9, 9])), input);
  assert.equal(ops.dropout(input, 0.25, undefined), input);
}
