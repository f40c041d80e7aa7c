import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomSequence } from '../../src/data/random.ts';
import { drawTargets, rowsPerExample } from '../../src/objective/drawTargets.ts';
import type { SampledSequences, SequencePlan, SequenceSampler } from '../../src/objective/sampler.ts';
import { assertDistributed } from './sequences/goodnessOfFit.ts';

const gold = { rows: 2, length: 3, target: Int32Array.of(5, 6, 2, 7, 2, 0), examples: Int32Array.of(0, 1) };

/** Draw number `at` writes 10 + at where words stand, and has the weight 1 + at, half of it in the second row. */
const draw = (at: number): SampledSequences => ({
  target: Int32Array.of(10 + at, 10 + at, 2, 10 + at, 2, 0),
  importance: Float32Array.of(1 + at, (1 + at) / 2),
  distance: Int32Array.of(2, 1),
});
const sampler = (samples: number): SequenceSampler => ({
  sample: () => Array.from({ length: samples }, (_, at) => draw(at)),
});
const plan = (given: Partial<SequencePlan>): SequencePlan => ({
  ...{ alpha: 0.4, samples: 2, lazy: false, mix: 'both' },
  ...given,
});
const uniform = (purpose: string) => {
  const random = new RandomSequence(3, purpose);
  return () => random.next();
};

test('gold rows come first, and each sample has its share of α', () => {
  const { target, weight, gold: isGold } = drawTargets(gold, plan({}), sampler(2), uniform('both'));
  assert.deepEqual(Array.from(target), [...gold.target, ...draw(0).target, ...draw(1).target]);
  const expected = [0.6, 0.6, 0.2 * 1, 0.2 * 0.5, 0.2 * 2, 0.2 * 1];
  assert.deepEqual(weight, Float32Array.from(expected));
  assert.deepEqual(Array.from(isGold), [1, 1, 0, 0, 0, 0]);
  assert.equal(rowsPerExample(plan({})), 3);
});

test('mixed stochastically, a row is gold or one of its samples, with their probabilities', () => {
  const [alpha, samples, draws] = [0.3, 3, 60_000];
  const random = uniform('stochastic');
  const chosen = plan({ alpha, samples, mix: 'stochastic' });
  assert.equal(rowsPerExample(chosen), 1);
  const counts = [0, 0, 0, 0]; // gold, then each sample
  let bothGold = 0;
  for (let at = 0; at < draws; at++) {
    const { target, weight, gold: isGold } = drawTargets(gold, chosen, sampler(samples), random);
    assert.equal(target.length, gold.target.length);
    const which = [0, 1].map((row) => {
      const word = target[row * 3] as number;
      const index = word < 10 ? 0 : word - 9;
      assert.equal(isGold[row], index === 0 ? 1 : 0);
      assert.equal(weight[row], index === 0 ? 1 : draw(index - 1).importance[row]);
      const whole = index === 0 ? gold.target : draw(index - 1).target;
      assert.deepEqual(target.subarray(row * 3, row * 3 + 3), whole.subarray(row * 3, row * 3 + 3));
      return index;
    });
    for (const index of which) counts[index]! += 1;
    if (which[0] === 0 && which[1] === 0) bothGold += 1;
  }
  assertDistributed(counts, [1 - alpha, ...new Array<number>(samples).fill(alpha / samples)], 'what a row trains on');
  // Rows choose independently: a count of both gold is binomial.
  const share = (1 - alpha) ** 2;
  const deviation = Math.sqrt(draws * share * (1 - share));
  assert.ok(Math.abs(bothGold - draws * share) < 3 * deviation, `${bothGold} times both gold`);
});

test('without α everything is gold, with all of it nothing', () => {
  const of = (alpha: number) =>
    Array.from(drawTargets(gold, plan({ alpha, mix: 'stochastic' }), sampler(2), uniform('edges')).gold);
  assert.deepEqual(of(0), [1, 1]);
  assert.deepEqual(of(1), [0, 0]);
});
