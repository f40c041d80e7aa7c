import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { InputsMethod, Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { inputs } from '../../src/objective/registry.ts';
import { statelessUniform } from '../../src/ops/philox.ts';
import { assertClose } from '../ops/closeTo.ts';
import { inputChoices } from './parameterSets.ts';

const [batch, vocabulary, size] = [4, 6, 3];

/** What any inputs method that feeds the decoder must be; the coin's rows are 1, 0, 1, 0. */
export function inputsContract(engine: string, tools: Tools): void {
  const { tf } = tools;
  const random = (rows: number, columns: number, site: number) =>
    tf.tensor2d(
      statelessUniform(rows * columns, 5, site).map((u) => 2 * u - 1),
      [rows, columns],
    ) as Tensor2D;
  const gold = random(batch, size, 1);
  const scores = random(batch, vocabulary, 2);
  const table = random(vocabulary, size, 3);
  const upstream = random(batch, size, 4);

  for (const { kind, label, parameters } of inputChoices) {
    const method = inputs[kind] as InputsMethod;
    if (!method.feed) continue;
    const objective = composeObjective({
      targets: { kind: 'one-hot' },
      inputs: { kind, ...(parameters as object) },
    });
    const schedules = Object.fromEntries(Object.keys(objective.schedules).map((name) => [name, tf.scalar(0.7)]));
    const asked: number[] = [];
    const feed = (goldEmbedding: Tensor, previousLogits: Tensor, embeddings: Tensor) =>
      objective.feed!(tools, {
        embeddings: embeddings as Tensor2D,
        schedules,
        randomness: { seed: tf.tensor1d([3, 4], 'int32'), site: 0 },
        coin: (rows, probability) => {
          asked.push(probability.dataSync()[0]);
          return tf.tensor2d([1, 0, 1, 0], [rows, 1]);
        },
      })(goldEmbedding as Tensor2D, previousLogits as Tensor2D);

    test(`${engine}: ${label}: feeds one vector a row, the gold one where the coin says so`, () => {
      const fed = feed(gold, scores, table);
      assert.deepEqual(fed.shape, [batch, size]);
      assertClose(asked, [0.7], 'the coin has the scheduled probability', 1e-6);
      const [found, expected] = [fed.dataSync(), gold.dataSync()];
      for (const row of [0, 2])
        assert.deepEqual(found.slice(row * 3, row * 3 + 3), expected.slice(row * 3, row * 3 + 3));
      for (const row of [1, 3])
        assert.notDeepEqual(found.slice(row * 3, row * 3 + 3), expected.slice(row * 3, row * 3 + 3));
    });

    const isStraightThrough =
      'mode' in (parameters as object) && (parameters as { mode: string }).mode === 'straight-through';
    if (isStraightThrough) continue; // its gradient is another function's, see inputsFigures.ts
    test(`${engine}: ${label}: its gradients are its slopes`, () => {
      // The nothing that is added leads to the logits, to which a hard choice does not.
      const total = (...given: Tensor[]) =>
        tf.add(tf.sum(tf.mul(feed(given[0]!, given[1]!, given[2]!), upstream)), tf.mul(0, tf.sum(given[1]!))) as Scalar;
      const at: Tensor[] = [gold, scores, table];
      tf.grads(total)(at).forEach((gradient, which) => {
        const values = Array.from(at[which].dataSync());
        const moved = (index: number, by: number) => {
          const shifted = tf.tensor(values.with(index, values[index] + by), at[which].shape);
          return total(...at.with(which, shifted)).dataSync()[0];
        };
        const slopes = values.map((_, index) => (moved(index, 0.01) - moved(index, -0.01)) / 0.02);
        assertClose(gradient.dataSync(), slopes, `gradient of argument ${which}`, 1e-3);
      });
    });
  }
}
