import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { targets } from '../../src/objective/registry.ts';
import { UserError } from '../../src/userError.ts';
import { corpus } from './tokenBatch.ts';

const near = (found: number, expected: number, what: string) =>
  assert.ok(Math.abs(found - expected) < 1e-5, `${what}: ${found}, by hand ${expected}`);

/** Targets that come from an averaged model or a trained table, on one token worked by hand: five classes, gold 2. */
export function learnedFigures(label: string, tools: Tools): void {
  const { tf } = tools;
  const logits = tf.tensor2d([[-2, 2, 1, 0.5, -1]]) as Tensor2D;
  const gold = tf.tensor1d([2], 'int32');
  const loss = (kind: 'beta-ls' | 'kr-ls' | 'label-smoothing', parameters: object, trained = {}) =>
    composeObjective({ targets: { kind, ...targets[kind].parameters.parse(parameters) } })
      .tokenLoss(tools, { logits, gold, padId: 0, trained })
      .dataSync()[0] as number;

  test(`${label}: beta smoothing on the toy token, where nothing is drawn`, () => {
    near(loss('beta-ls', { a: 1.5 }), 1.776283, 'b = .6');
    near(loss('beta-ls', { a: 9 }), 1.573783, 'b = .9');
    near(loss('beta-ls', { a: 9, alpha: 1 }), 1.618783, 'the smoothed part at b = .9');
    const smoothed = loss('label-smoothing', { epsilon: 0.1, denominator: 'V-1' });
    near(loss('beta-ls', { a: 9, alpha: 1 }), smoothed, 'label smoothing over V−1');
  });

  test(`${label}: a table of zeros on the toy token; its own training is not in the loss`, () => {
    const table = (values: number[]) => ({ 'targets/table': tf.tensor2d(values, [5, 5]) });
    near(loss('kr-ls', { alpha: 0.1 }, table(new Array(25).fill(0))), 1.576191, 'α = .1');
    near(loss('kr-ls', { alpha: 1 }, table(new Array(25).fill(0))) - 1.506283, 0.699079, 'KL(p ‖ q)');
    const ofOneMind = new Array(5).fill([-2, 2, 1, 0.5, -1]).flat();
    near(loss('kr-ls', { alpha: 1 }, table(ofOneMind)), 1.506283, 'a table that says what the model says');
  });

  rankedDraws(label, tools);
}

/** The gold mass b of each of many tokens, every third of which is padding. */
function rankedDraws(label: string, tools: Tools): void {
  const { tf } = tools;
  const tokens = 3000;
  const a = 3;
  const ids = Array.from({ length: tokens }, (_, row) => (row % 3 === 0 ? 0 : 1 + (row % 4)));
  const gold = tf.tensor1d(ids, 'int32') as Tensor1D;
  const scores = Float32Array.from({ length: tokens * 5 }, (_, at) => 3 * Math.sin(at * at));
  const averageLogits = tf.tensor2d(scores, [tokens, 5]) as Tensor2D;
  const parameters = targets['beta-ls'].parameters.parse({ alpha: 1, a });
  const { gold: mass, uniform } = targets['beta-ls'].linear!(tools, {
    ...{ parameters, logits: averageLogits, averageLogits, gold, padId: 0, nll: tf.zeros([tokens]) },
    ...{ constants: {}, trained: {}, schedules: {} },
    randomness: { seed: tf.tensor1d([8, 9], 'int32'), site: 0 },
  });
  const b = tf.add(mass, tf.div(uniform, 5)).dataSync();
  const probability = tf.exp(tf.neg(tools.ops.smoothedCrossEntropy(averageLogits, gold, { gold: 1, uniform: 0 })));
  const sureness = probability.dataSync();
  const words = ids.flatMap((id, row) => (id === 0 ? [] : [row]));

  test(`${label}: the surer the averaged model is of a token, the larger its gold mass`, () => {
    const ascending = words.toSorted((first, second) => (sureness[first] as number) - (sureness[second] as number));
    for (const [at, row] of ascending.entries()) {
      const before = ascending[at - 1];
      if (before !== undefined) assert.ok((b[row] as number) >= (b[before] as number) - 1e-6);
    }
  });

  test(`${label}: the gold masses of the tokens are a sample of Beta(a, 1)`, () => {
    const draws = words.map((row) => b[row] as number).sort((first, second) => first - second);
    // Kolmogorov and Smirnov's statistic against F(b) = b^a; 1.63/√n is its 1 % point.
    const distance = Math.max(...draws.map((value, at) => Math.abs(value ** a - (at + 0.5) / draws.length)));
    assert.ok(distance < 1.63 / Math.sqrt(draws.length), `${distance}`);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    assert.ok(Math.abs(mean - a / (a + 1)) < 0.02, `mean ${mean}`);
  });
}

test('a table for too many classes is refused before anything is made', () => {
  const objective = composeObjective({ targets: { kind: 'kr-ls', alpha: 0.1 } });
  const tokens = (length: number) => Array.from({ length }, (_, id) => `word${id}`);
  const { 'targets/table': table } = objective.trained({ ...corpus, tokens: tokens(5000) });
  assert.deepEqual(table?.shape, [5000, 5000]);
  assert.throws(
    () => objective.trained({ ...corpus, tokens: tokens(5001) }),
    (error: UserError) => error instanceof UserError && /5001/.test(error.message) && /subwords/.test(error.fix ?? ''),
  );
});
