import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Corpus } from '../../src/objective/corpus.ts';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { wordSimilarity } from '../../src/objective/targets/wordSimilarity.ts';
import { UserError } from '../../src/userError.ts';
import { assertClose } from '../ops/closeTo.ts';

/** Five words of which the first and the last have no vector; e3 is at a right angle to e1. */
const toy: Corpus = {
  tokens: ['<pad>', 'one', 'two', 'three', 'four'],
  firstWord: 4,
  counts: Float64Array.of(0, 8, 4, 1, 2),
  targets: [],
  references: () => [],
  documents: () => new Set(),
  // Lengths do not matter.
  vectors: {
    size: 2,
    values: Float32Array.of(0, 0, 3, 0, 0.4, 0.3, 0, 0.1, 0, 0),
    present: Uint8Array.of(0, 1, 1, 1, 0),
  },
};
const logits = [-2, 2, 1, 0.5, -1];
const gold = 2;
const plain = 1.506283;

/** The loss of the toy token, whose gold word is the second. */
function lossOf({ tf, ops }: Tools, parameters: object, of = { logits, gold }, corpus = toy): number {
  const objective = composeObjective({ targets: { kind: 'word-similarity', ...full(parameters) } });
  const constants = Object.entries(objective.constants(corpus)).map(([name, { shape, values }]) => [
    name,
    tf.tensor(values, shape),
  ]);
  const schedules = Object.entries(objective.schedules).map(([name, value]) => [
    name,
    tf.scalar(value({ step: 250, epoch: 1, totalSteps: 1000 })),
  ]);
  const loss = objective.tokenLoss(
    { tf, ops },
    {
      logits: tf.tensor2d([of.logits]) as Tensor2D,
      gold: tf.tensor1d([of.gold], 'int32') as Tensor1D,
      padId: 0,
      constants: Object.fromEntries(constants),
      schedules: Object.fromEntries(schedules),
    },
  );
  return loss.dataSync()[0] as number;
}

const full = (parameters: object) => wordSimilarity.parameters.parse({ temperature: 0.5, ...parameters });

/** The distribution of the toy token. */
function rowOf(parameters: object, word = gold): number[] {
  const chosen = full(parameters);
  const constants = wordSimilarity.constants!(chosen, toy);
  const { mass, rest } = wordSimilarity.distribution!(word, chosen, { classes: 5, padId: 0, constants });
  return toy.tokens.map((_, id) => mass.get(id) ?? rest);
}

export function similarityFigures(engine: string, tools: Tools): void {
  const near = (found: number, expected: number, what: string, tolerance = 1e-5) =>
    assert.ok(Math.abs(found - expected) < tolerance, `${what}: ${found}, expected ${expected}`);
  const loss = (parameters: object) => lossOf(tools, parameters);

  test(`${engine}: word similarity on the toy token`, () => {
    near(loss({}), 1.359108, 'plain');
    near(loss({ rarity: 0.2 }), 1.357505, 'with rarity');
    near(loss({ form: 'code' }), 1.370287, 'as the code has it');
    near(loss({ form: 'code', rarity: 0.2 }), 1.371836, 'as the code has it, with rarity');
    assertClose(rowOf({ alpha: 1 }), [0, 0.316241, 0.471776, 0.211983, 0], 'r', 2e-6);
    assertClose(rowOf({ alpha: 1, rarity: 0.2 }), [0, 0.337585, 0.412327, 0.250089, 0], 'r with rarity', 2e-6);
  });

  test(`${engine}: word similarity at its limits`, () => {
    near(loss({ alpha: 0 }), plain, 'α = 0 is plain cross-entropy');
    near(loss({ temperature: 1e-3 }), plain, 'τ → 0 is plain cross-entropy');
    near(loss({ rarity: 0 }), loss({}), 'β = 0');
    near(loss({ temperature: 1e-3, rarity: 5, rarityDiagonal: 'zero' }), plain, 'a gold word without penalty wins');
    // τ → ∞: uniform over the words that have a vector.
    const mean = (2 + 1 + 0.5) / 3;
    near(loss({ temperature: 1e6 }), plain + 1 - (0.3 * 1 + 0.7 * mean), 'τ → ∞');
    near(loss({ ramp: { steps: 1000 } }), loss({ alpha: 0.175 }), 'a quarter of the ramp');
  });

  test(`${engine}: both forms are one, converted: τ = 2τ_c, β = β_c·τ`, () => {
    for (const rarityDiagonal of ['keep', 'zero'])
      near(
        loss({ form: 'code', temperature: 0.15, rarity: 1.5, rarityDiagonal }),
        loss({ form: 'paper', temperature: 0.3, rarity: 0.45, rarityDiagonal }),
        rarityDiagonal,
      );
  });

  test(`${engine}: words without a vector`, () => {
    const pad = { logits, gold: 4 };
    near(lossOf(tools, {}, pad), lossOf(tools, { alpha: 0 }, pad), 'one-hot');
    assert.deepEqual(rowOf({}, 4), [0, 0, 0, 0, 1]);
    // With one vector for all of them, they are each other's synonyms.
    const shared = rowOf({ missing: 'constant', alpha: 1 }, 4);
    near(shared[0]!, shared[4]!, 'synonyms');
    const cosines = [1, Math.SQRT1_2, 1.4 * Math.SQRT1_2, Math.SQRT1_2, 1].map((cosine) => Math.exp(cosine / 0.5));
    const total = cosines.reduce((sum, value) => sum + value, 0);
    assertClose(
      shared,
      cosines.map((value) => value / total),
      'r of a word without a vector',
    );
    const none = { ...toy, vectors: undefined };
    assert.throws(
      () => lossOf(tools, {}, pad, none),
      (error) => error instanceof UserError && /data/.test(error.fix!),
    );
  });
}
