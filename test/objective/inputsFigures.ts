import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { scheduledGreedy } from '../../src/objective/inputs/scheduledGreedy.ts';
import { scheduledSample } from '../../src/objective/inputs/scheduledSample.ts';
import { softArgmax } from '../../src/objective/inputs/softArgmax.ts';
import { gumbelNoise, softGumbel } from '../../src/objective/inputs/softGumbel.ts';
import type { InputsMethod, Tools } from '../../src/objective/method.ts';
import { assertClose } from '../ops/closeTo.ts';

interface Fed {
  method?: InputsMethod;
  alpha?: number;
  /** Whether the gold vector, (−3, 4), is kept. */
  keep?: number;
  table?: Tensor2D;
  given?: object;
  seed?: number;
}

/** Three words worked by hand: their scores, and their vectors in the plane. */
export function inputsFigures(engine: string, tools: Tools): void {
  const { tf, ops } = tools;
  const vectors = tf.tensor2d([[1, 0], [0.8, 0.6], [0, 1]]) as Tensor2D; // biome-ignore format: rows
  const identity = tf.tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1]]) as Tensor2D; // biome-ignore format: rows
  const scores = tf.tensor2d([[2, 1, 0.5]]) as Tensor2D;
  const probabilities = [0.628532, 0.231224, 0.140244];

  const feed = (
    logits: Tensor,
    { method = softArgmax, alpha = 1, keep = 0, table = vectors, given, seed = 3 }: Fed,
  ) => {
    const rows = logits.shape[0] as number;
    const gold = table === vectors ? tf.tile(tf.tensor2d([[-3, 4]]), [rows, 1]) : tf.zeros([rows, 3]);
    return method.feed!(tools, {
      parameters: method.parameters.parse(given ?? {}),
      goldEmbedding: gold as Tensor2D,
      previousLogits: logits as Tensor2D,
      embeddings: ops.loopEmbedding(table),
      keepGold: tf.fill([rows, 1], keep),
      schedules: { alpha: tf.scalar(alpha) },
      randomness: { seed: tf.tensor1d([seed, 4], 'int32'), site: 0 },
    });
  };

  test(`${engine}: the soft argmax of the toy scores`, () => {
    assertClose(feed(scores, {}).dataSync(), [0.813511, 0.278979], 'α = 1');
    assertClose(feed(scores, { alpha: 5 }).dataSync(), [0.998113, 0.004563], 'α = 5', 2e-6);
    // With the identity for a table the embedding is the weights themselves.
    assertClose(feed(scores, { table: identity }).dataSync(), probabilities, 'weights at α = 1');
    const second = (given: Fed) => (s: Tensor) => tf.sum(tf.slice(feed(s, given), [0, 1], [1, 1])) as Scalar;
    const slope = [-0.022648, 0.019915, 0.002733];
    assertClose(
      tf
        .grad(second({ alpha: 5 }))(scores)
        .dataSync(),
      slope,
      'derivative at α = 5',
      5e-5,
    );
    const through = { alpha: 5, given: { mode: 'straight-through' } };
    assert.deepEqual(Array.from(feed(scores, through).dataSync()), [1, 0], 'straight-through feeds the best word');
    assertClose(tf.grad(second(through))(scores).dataSync(), slope, 'and has the derivative of the soft one', 5e-5);
  });

  test(`${engine}: the soft argmax at its limits`, () => {
    const kept = feed(scores, { alpha: 5, keep: 1 });
    assert.deepEqual(Array.from(kept.dataSync()), [-3, 4], 'a kept gold token is the gold vector itself');
    assertClose(feed(scores, { alpha: 1e-7 }).dataSync(), [0.6, 1.6 / 3], 'α → 0 is the mean of the table', 1e-6);
    const greedy = feed(scores, { method: scheduledGreedy });
    assert.deepEqual(feed(scores, { alpha: 1000 }).dataSync(), greedy.dataSync(), 'α → ∞ is the most probable word');
    assert.deepEqual(Array.from(greedy.dataSync()), [1, 0]);
  });

  test(`${engine}: the soft Gumbel sample of the toy scores`, () => {
    const noise = gumbelNoise(tools, tf.tensor2d([[0.5, 0.9, 0.2]]));
    assertClose(noise.dataSync(), [0.366513, 2.250367, -0.475885], 'G');
    assertClose(feed(tf.add(scores, noise), {}).dataSync(), [0.835015, 0.440298], 'α = 1');
    const ends = gumbelNoise(tools, tf.tensor1d([0, 1])).dataSync();
    assertClose(ends, [-Math.log(-Math.log(1e-6)), -Math.log(-Math.log(1 - 1e-6))], 'U at its ends is clipped', 0.01);
    const drawn = (seed: number) => feed(scores, { method: softGumbel, seed }).dataSync();
    assert.notDeepEqual(drawn(3), drawn(5));
    assert.deepEqual(drawn(3), drawn(3));
  });

  const sampled: [string, Fed][] = [
    ['a sharp Gumbel sample', { method: softGumbel, alpha: 1e4 }],
    ['a straight-through Gumbel sample', { method: softGumbel, given: { mode: 'straight-through' } }],
    ['scheduled sampling', { method: scheduledSample }],
  ];
  for (const [name, given] of sampled) {
    test(`${engine}: ${name} feeds words as often as they are probable`, () => {
      const rows = 1_000_000;
      const fed = feed(tf.tile(scores, [rows, 1]), { ...given, table: identity });
      const words = tf.sum(tf.cast(tf.greater(fed, 0.5), 'int32'), 0).dataSync();
      const expected = probabilities.map((p) => p * rows);
      const chiSquare = expected.reduce((sum, count, word) => sum + (words[word]! - count) ** 2 / count, 0);
      assert.ok(
        chiSquare < 9.21,
        `χ² ${chiSquare} of ${words} against ${expected}: p < 0.01 with two degrees of freedom`,
      );
    });
  }
}
