import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { softArgmax } from '../../src/objective/inputs/softArgmax.ts';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { assertClose } from '../ops/closeTo.ts';

/** One token worked by hand: five classes, gold class 2, padding class 0. */
const toy = { logits: [-2, 2, 1, 0.5, -1], gold: 2, teacher: [0, 1, 2, 0, 0] };
const probabilities = [0.011039, 0.602732, 0.221733, 0.134488, 0.030008];

export function toyFigures(engine: string, tools: Tools): void {
  const { tf } = tools;
  const row = (values: number[]) => tf.tensor2d([values]) as Tensor2D;
  const loss = (
    kind: string,
    parameters: object,
    { logits = toy.logits, teacher = toy.teacher, gold = toy.gold } = {},
  ) => lossTensor(tools, kind, parameters, row(logits), row(teacher), gold).dataSync()[0];
  const near = (found: number, expected: number, what: string) =>
    assert.ok(Math.abs(found - expected) < 1e-5, `${what}: ${found}, by hand ${expected}`);

  test(`${engine}: one-hot on the toy token`, () => {
    near(loss('one-hot', {}), 1.506283, 'loss');
    const gradient = tf.grad(
      (z) => tf.sum(lossTensor(tools, 'one-hot', {}, z as Tensor2D, row(toy.teacher), 2)) as Scalar,
    );
    assertClose(
      gradient(row(toy.logits)).dataSync(),
      probabilities.map((p, id) => p - (id === toy.gold ? 1 : 0)),
      'p − y',
    );
  });

  const smoothing = { V: [1.596283, 1.20661], 'V-1': [1.618783, 1.15507], 'V-2': [1.556283, 1.121339] };
  for (const [denominator, [ce, kl]] of Object.entries(smoothing)) {
    test(`${engine}: label smoothing over ${denominator} on the toy token`, () => {
      near(loss('label-smoothing', { epsilon: 0.1, denominator, form: 'ce' }), ce, 'ce');
      near(loss('label-smoothing', { epsilon: 0.1, denominator, form: 'kl' }), kl, 'kl');
      near(loss('label-smoothing', { epsilon: 0, denominator, form: 'ce' }), loss('one-hot', {}), 'ε = 0');
      near(loss('label-smoothing', { epsilon: 0, denominator, form: 'kl' }), loss('one-hot', {}), 'ε = 0, kl');
    });
    test(`${engine}: label smoothing over ${denominator}: kl and ce are a constant apart`, () => {
      const apart = [toy.logits, [3, -1, 0.25, 1, 0], [0, 0, 0, 0, 9]].map((logits) => {
        const of = (form: string) => loss('label-smoothing', { epsilon: 0.3, denominator, form }, { logits });
        return of('ce') - of('kl');
      });
      near(apart[1], apart[0], 'second token');
      near(apart[2], apart[0], 'third token');
    });
  }

  test(`${engine}: smoothing over V with ε is smoothing over V−1 with ε(V−1)/V`, () => {
    for (const epsilon of [0.05, 0.1, 0.5, 1]) {
      const whole = loss('label-smoothing', { epsilon, denominator: 'V', form: 'ce' });
      near(
        loss('label-smoothing', { epsilon: (epsilon * 4) / 5, denominator: 'V-1', form: 'ce' }),
        whole,
        `ε ${epsilon}`,
      );
    }
  });

  test(`${engine}: distillation on the toy token`, () => {
    const kd = (alpha: number, temperature: number, given = {}) => loss('kd', { alpha, temperature }, given);
    near(kd(0.5, 1), 0.993237, 'T = 1');
    near(kd(0.5, 4), 1.041691, 'T = 4');
    near(kd(0, 4), loss('one-hot', {}), 'α = 0');
    near(kd(1, 1, { teacher: toy.logits }), 0, 'a teacher of the same mind');
    // A uniform teacher at T = 1 is label smoothing over V, less α·log V.
    const smoothed = loss('label-smoothing', { epsilon: 0.3, denominator: 'V', form: 'ce' });
    near(kd(0.3, 1, { teacher: [7, 7, 7, 7, 7] }), smoothed - 0.3 * Math.log(5), 'uniform teacher');
    near(kd(0.5, 1) + 0.5 * entropy(toy.teacher), 1.612396, 'the cross-entropy part');
  });

  softArgmaxFigures(engine, tools);
}

function lossTensor(
  tools: Tools,
  kind: string,
  parameters: object,
  logits: Tensor2D,
  teacherLogits: Tensor2D,
  gold: number,
): Tensor1D {
  const objective = composeObjective({ targets: { kind, ...parameters }, inputs: { kind: 'teacher-forcing' } });
  return objective.tokenLoss(tools, { logits, gold: tools.tf.tensor1d([gold], 'int32'), padId: 0, teacherLogits });
}

/** Entropy of softmax(logits) in nats. */
function entropy(logits: number[]): number {
  const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
  return logits.reduce((sum, z) => sum - (Math.exp(z) / total) * (z - Math.log(total)), 0);
}

function softArgmaxFigures(engine: string, tools: Tools): void {
  const { tf } = tools;
  const embeddings = tf.tensor2d([[1, 0], [0.8, 0.6], [0, 1]]) as Tensor2D; // biome-ignore format: rows
  const scores = tf.tensor2d([[2, 1, 0.5]]) as Tensor2D;
  const goldEmbedding = tf.tensor2d([[-3, 4]]) as Tensor2D;
  const parameters = softArgmax.parameters.parse({});
  const feed = (previousLogits: Tensor, alpha: number, keep: number, table: Tensor2D = embeddings) =>
    softArgmax.feed!(tools, {
      parameters,
      goldEmbedding,
      previousLogits: previousLogits as Tensor2D,
      embeddings: table,
      keepGold: tf.tensor2d([[keep]]),
      schedules: { alpha: tf.scalar(alpha) },
      randomness: { seed: tf.tensor1d([3, 4], 'int32'), site: 0 },
    });

  test(`${engine}: the soft argmax of the toy scores`, () => {
    assertClose(feed(scores, 1, 0).dataSync(), [0.813511, 0.278979], 'α = 1');
    assertClose(feed(scores, 5, 0).dataSync(), [0.998113, 0.004563], 'α = 5', 2e-6);
    // With the identity for a table the embedding is the weights themselves.
    const identity = tf.tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1]]) as Tensor2D; // biome-ignore format: rows
    const weights = tf.sub(feed3(tools, scores, 1, identity), 0);
    assertClose(weights.dataSync(), [0.628532, 0.231224, 0.140244], 'weights at α = 1');
    const slope = tf.grad((s) => tf.sum(tf.slice(feed(s, 5, 0), [0, 1], [1, 1])) as Scalar)(scores);
    assertClose(slope.dataSync(), [-0.022648, 0.019915, 0.002733], 'derivative at α = 5', 5e-5);
  });

  test(`${engine}: the soft argmax at its limits`, () => {
    assert.deepEqual(Array.from(feed(scores, 5, 1).dataSync()), [-3, 4], 'a kept gold token is the gold vector itself');
    assertClose(feed(scores, 1e-7, 0).dataSync(), [0.6, 1.6 / 3], 'α → 0 is the mean of the table', 1e-6);
    assert.deepEqual(Array.from(feed(scores, 1000, 0).dataSync()), [1, 0], 'α → ∞ is the most probable word');
  });
}

/** The soft argmax over a table with as many columns as rows. */
function feed3(tools: Tools, previousLogits: Tensor2D, alpha: number, embeddings: Tensor2D): Tensor2D {
  const { tf } = tools;
  return softArgmax.feed!(tools, {
    parameters: softArgmax.parameters.parse({}),
    goldEmbedding: tf.zeros([1, 3]),
    previousLogits,
    embeddings,
    keepGold: tf.tensor2d([[0]]),
    schedules: { alpha: tf.scalar(alpha) },
    randomness: { seed: tf.tensor1d([3, 4], 'int32'), site: 0 },
  });
}
