import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { Corpus } from '../../src/objective/corpus.ts';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { assertClose } from '../ops/closeTo.ts';

const tokens = ['<pad>', '<s>', '</s>', '<unk>', 'a', 'b', 'c', 'd'];
const corpus: Corpus = {
  ...{ tokens, firstWord: 4, counts: new Float64Array(tokens.length), targets: [] },
  references: () => [],
  documents: () => new Set(),
};
const words = [4, 5, 6, 7];
const [alpha, temperature] = [0.7, 0.5];

/** (1−α)·CE(gold) + α·E[CE(drawn)]: each position is replaced by itself, by all other words alike. */
function expectedLoss(losses: readonly number[], gold: number): number {
  const others = gold === 2 ? [] : words.filter((word) => word !== gold);
  const odds = others.length * Math.exp(-1 / temperature);
  const rate = odds / (1 + odds);
  const drawn = others.reduce((sum, word) => sum + (losses[word] as number) / others.length, 0);
  return (1 - alpha * rate) * (losses[gold] as number) + alpha * rate * drawn;
}

export function expectedFigures(engine: string, tools: Tools): void {
  const { tf } = tools;
  const logits = tf.tensor2d([-2, 2, 1, 0.5, -1, 0.25, 1.5, -0.5], [1, 8]);
  const row = Array.from(logits.dataSync());
  const losses = row.map((z) => Math.log(row.reduce((sum, other) => sum + Math.exp(other), 0)) - z);
  const objective = composeObjective({ sequences: { kind: 'hamming-expected', alpha, temperature } });
  const constants = Object.fromEntries(
    Object.entries(objective.constants(corpus)).map(([name, { shape, values }]) => [name, tf.tensor(values, shape)]),
  );

  for (const gold of [2, 3, 4, 7]) {
    const loss = (z: Tensor2D) =>
      objective.tokenLoss(tools, { logits: z, gold: tf.tensor1d([gold], 'int32'), padId: 0, constants });
    test(`${engine}: lazy sequences in expectation, gold ${tokens[gold]}: the mean over what could be drawn`, () => {
      assertClose(loss(logits).dataSync(), [expectedLoss(losses, gold)], 'loss');
      const { mass, rest } = objective.distribution!(gold, { classes: tokens.length, padId: 0 });
      const q = tokens.map((_, id) => mass.get(id) ?? rest);
      assertClose([q.reduce((sum, share) => sum + share, 0)], [1], 'sum of the distribution');
      assertClose([q.reduce((sum, share, id) => sum + share * losses[id]!, 0)], [expectedLoss(losses, gold)], 'CE');
      const p = losses.map((each) => Math.exp(-each));
      const slope = row.map((_, id) => {
        const lower = losses.map((each, index) => each + 1e-6 * ((p[id] as number) - Number(index === id)));
        return (expectedLoss(lower, gold) - expectedLoss(losses, gold)) / 1e-6;
      });
      const gradient = tf.grad((z) => tf.sum(loss(z as Tensor2D)) as Scalar)(logits);
      assertClose(gradient.dataSync(), slope, 'gradient', 1e-4);
    });
  }

  test(`${engine}: lazy sequences in expectation take the place of one-hot targets alone`, () => {
    const sequences = { kind: 'hamming-expected', alpha, temperature };
    const smoothing = { kind: 'label-smoothing', epsilon: 0.1, denominator: 'V', form: 'ce' };
    assert.throws(() => composeObjective({ sequences, targets: smoothing }), /takes the place of one-hot targets/);
    const focal = { kind: 'focal', gamma: 2, detach: false, normalisation: 'tokens' };
    assert.throws(() => composeObjective({ sequences, weights: focal }), /takes the place of one-hot targets/);
  });
}
