import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SequencesMethod } from '../../../src/objective/method.ts';
import { sequences } from '../../../src/objective/registry.ts';
import { effectiveSampleSize, type SchemeName, schemes } from '../../../src/objective/sequences/importance.ts';
import { assertClose } from '../../ops/closeTo.ts';
import { batchOf, corpusWith, randomOf } from './corpora.ts';
import { assertDistributed } from './goodnessOfFit.ts';

const toy = { rewards: [0.8, 0.5], distances: [1, 2], rewardTemperature: 0.5, temperature: 0.3 };
const logReward = toy.rewards.map((reward) => (reward - 1) / toy.rewardTemperature);
const logProposal = toy.distances.map((distance) => -distance / toy.temperature);

test('eq. 11 to the letter on the toy: the worse and farther sample dominates', () => {
  const { importance, effectiveSize } = schemes.eq11.weigh({
    rows: [0],
    reward: logReward.map((value) => Float64Array.of(value)),
    proposal: logProposal.map((value) => Float64Array.of(value)),
  });
  const normalised = importance.map(([weight]) => weight! / 2);
  assertClose(normalised, [0.061035, 0.938965], 'ω', 2e-6);
  assertClose([2 * effectiveSize], [1 / (0.061035 ** 2 + 0.938965 ** 2)], '1/Σω²', 1e-5);
});

test('over a batch, the toy rewards weigh 1.29 and 0.71', () => {
  const { importance, effectiveSize } = schemes['batch-mean'].weigh({
    rows: [0, 2],
    reward: [Float64Array.of(logReward[0]!, 0, logReward[1]!)],
    proposal: [Float64Array.of(logProposal[0]!, 0, logProposal[1]!)],
  });
  assertClose(importance[0]!, [1.291313, 1, 0.708687], 'ω, 1 in a row without sentence', 1e-6);
  assertClose([2 * effectiveSize], [4 / (1.291313 ** 2 + 0.708687 ** 2)], '(Σω)²/Σω²', 1e-5);
});

test('over samples of one distance, weights are those of the rewards alone', () => {
  const { importance } = schemes['same-d'].weigh({
    rows: [0, 1],
    reward: logReward.map((value) => Float64Array.of(value, 3)),
    proposal: logProposal.map((value) => Float64Array.of(value, value)),
  });
  assertClose([importance[0]![0]!, importance[1]![0]!], [1.291313, 0.708687], 'ω', 1e-6);
  assertClose([importance[0]![1]!, importance[1]![1]!], [1, 1], 'equal rewards');
});

test('weights do not overflow, and one sample of eq. 11 always weighs 1', () => {
  const extreme = { rows: [0], reward: [Float64Array.of(5000)], proposal: [Float64Array.of(-9000)] };
  for (const name of ['eq11', 'same-d', 'batch-mean'] as const) {
    assert.equal(schemes[name].weigh(extreme).importance[0]![0], 1, name);
  }
});

test('the effective sample size is the number of equal weights, and 1 where one weight is all', () => {
  assert.equal(effectiveSampleSize([2, 2, 2, 2]), 4);
  assert.equal(effectiveSampleSize([0, 7, 0]), 1);
});

const corpus = corpusWith([[[4, 5, 6, 7, 8, 9, 10]], [[7, 5, 9, 11, 12, 13]], [[5, 6, 8]]], 40);
const gold = batchOf(corpus.targets, { rows: 4 });
const sampled = (kind: 'bleu-4' | 'cider' | 'constant', given: object) => {
  const method = sequences[kind] as SequencesMethod;
  const parameters = method.parameters.parse({ temperature: 0.3, ...given }) as never;
  return method.sampler!(parameters, corpus).sample(gold, randomOf('weights'));
};

test('importance weights have mean 1 over what shares a normalisation', () => {
  for (const kind of ['bleu-4', 'cider'] as const) {
    for (const draw of sampled(kind, { samples: 3 })) {
      const [a, b, c, none] = draw.importance;
      assertClose([(a! + b! + c!) / 3, none!], [1, 1], kind);
    }
    for (const scheme of ['same-d', 'eq11'] satisfies SchemeName[]) {
      const draws = sampled(kind, { samples: 3, scheme });
      for (const row of [0, 1, 2, 3]) {
        assertClose([draws.reduce((sum, { importance }) => sum + importance[row]!, 0) / 3], [1], `${kind}, ${scheme}`);
      }
    }
  }
});

test('weights follow the clipped reward and its temperature', () => {
  for (const [clip, rewardTemperature] of [
    [true, 0.5],
    [false, 2],
  ] as const) {
    const [draw] = sampled('cider', { rewardTemperature, clip });
    const tilted = Array.from(draw!.reward!.subarray(0, 3), (reward) =>
      Math.exp(((clip ? Math.min(1, reward) : reward) - 1) / rewardTemperature),
    );
    const mean = tilted.reduce((sum, value) => sum + value, 0) / 3;
    assertClose(
      draw!.importance.subarray(0, 3),
      tilted.map((value) => value / mean),
      `clip ${clip}`,
    );
  }
});

test('a constant reward over a batch draws what Hamming with one distance for a batch draws, all of weight 1', () => {
  const [constant] = sampled('constant', {});
  const { hamming } = sequences;
  const parameters = hamming.parameters.parse({ temperature: 0.3, distance: 'batch' });
  const [plain] = hamming.sampler!(parameters, corpus).sample(gold, randomOf('weights'));
  assert.deepEqual(constant!.target, plain!.target);
  assert.deepEqual(constant!.importance, plain!.importance);
  assert.equal(constant!.effectiveSize, 1);
});

/** Six words in a plane, and one without a vector. */
const angles = [0, 0.3, 0.7, 1.4, 2, 3];
const vectors = {
  size: 2,
  values: Float32Array.from({ length: 11 * 2 }, (_, at) => {
    const angle = angles[Math.floor(at / 2) - 4];
    return angle === undefined ? 0 : 3 * (at % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  }),
  present: Uint8Array.from({ length: 11 }, (_, id) => (angles[id - 4] === undefined ? 0 : 1)),
};
const planar = corpusWith([[[4], [10]]], 11, vectors);
const drawWords = (given: object, kind: 'hamming' | 'constant' = 'hamming', word = 4, calls = 1) => {
  const method = sequences[kind] as SequencesMethod;
  const parameters = method.parameters.parse({ pool: 'V-tok', temperature: 0.4, samples: 250_000, ...given });
  const sampler = method.sampler!(parameters as never, planar);
  const random = randomOf('similar words');
  const counts = new Float64Array(11);
  for (let call = 0; call < calls; call++) {
    for (const { target, importance } of sampler.sample(batchOf([[word]]), random))
      counts[target[0]!]! += importance[0]!;
  }
  return counts;
};
const similarities = angles.map((angle) => Math.exp(Math.cos(angle) / 0.3));

test('substitutes by similarity: a million draws are ∝ exp(cosine/τ) among other words', () => {
  const counts = drawWords({}, 'hamming', 4, 4);
  const others = similarities.slice(1);
  const total = others.reduce((sum, value) => sum + value, 0);
  assertDistributed(
    counts.subarray(5, 10),
    others.map((value) => value / total),
    'substitutes',
  );
  const rate = 5 / (5 + Math.exp(1 / 0.4));
  assertDistributed([counts[4]!, 1e6 - counts[4]!], [1 - rate, rate], 'replaced');
  assert.equal(drawWords({ samples: 100 }, 'hamming', 10)[10], 100, 'a word without a vector stays');
});

test('substitutes by similarity that may equal the word are ∝ exp(cosine/τ) among all', () => {
  const counts = drawWords({ allowEqual: true, temperature: 100 }, 'hamming', 4, 4);
  const rate = 5 / (5 + Math.exp(1 / 100));
  const total = similarities.reduce((sum, value) => sum + value, 0);
  const expected = similarities.map((value, index) => (rate * value) / total + (index === 0 ? 1 - rate : 0));
  assertDistributed(counts.subarray(4, 10), expected, 'words');
});

test('eq. 11 with a constant reward undoes the proposal: all words weigh the same, however they are drawn', () => {
  for (const pool of ['V', 'V-tok']) {
    const counts = drawWords({ pool, scheme: 'eq11', similarityTemperature: 1.5 }, 'constant');
    const words = pool === 'V' ? counts.subarray(4) : counts.subarray(4, 10);
    for (const weight of words) assertClose([weight / 250_000], [1 / words.length], pool, 0.02);
  }
});
