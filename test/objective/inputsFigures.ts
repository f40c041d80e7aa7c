import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { softArgmax } from '../../src/objective/inputs/softArgmax.ts';
import type { Tools } from '../../src/objective/method.ts';
import { assertClose } from '../ops/closeTo.ts';

export function inputsFigures(engine: string, tools: Tools): void {
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
      embeddings: tools.ops.loopEmbedding(table),
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
    embeddings: tools.ops.loopEmbedding(embeddings),
    keepGold: tf.tensor2d([[0]]),
    schedules: { alpha: tf.scalar(alpha) },
    randomness: { seed: tf.tensor1d([3, 4], 'int32'), site: 0 },
  });
}
