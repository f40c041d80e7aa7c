import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../../src/data/batch.ts';
import type { GoldBatch, SequenceSampler } from '../../../src/objective/sampler.ts';
import {
  distanceDistribution,
  replacementRate,
  temperatureOfRate,
} from '../../../src/objective/sequences/hammingDistance.ts';
import {
  HammingProposal,
  type HammingSettings,
  type SharedDistance,
} from '../../../src/objective/sequences/hammingProposal.ts';
import { UniformPool } from '../../../src/objective/sequences/pool.ts';
import { batchOf, randomOf } from './corpora.ts';
import { assertDistributed } from './goodnessOfFit.ts';

const near = (found: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);

/** Sampling from words 10, 11, …, `size` of them. */
function sampling(
  size: number,
  temperature: number,
  given: Partial<HammingSettings> = {},
  shared: SharedDistance = 'none',
) {
  const pool = new UniformPool(new Set(Array.from({ length: size }, (_, index) => 10 + index)));
  const settings = { temperature, samples: 1, replacement: false, allowEqual: false, padded: false, ...given };
  return new HammingProposal(settings, () => () => pool, shared);
}

/** Calls `visit` with each of `draws` sampled rows. */
function drawRows(
  sampler: SequenceSampler,
  gold: GoldBatch,
  draws: number,
  visit: (target: Int32Array, distance: number) => void,
): void {
  const random = randomOf('draws');
  for (let drawn = 0; drawn < draws; ) {
    for (const { target, distance } of sampler.sample(gold, random)) {
      for (let row = 0; row < gold.rows; row++, drawn++) {
        visit(target.subarray(row * gold.length, (row + 1) * gold.length), distance[row]!);
      }
    }
  }
}

const copies = (sentence: number[], rows: number, length = 0) =>
  batchOf(
    Array.from({ length: rows }, () => sentence),
    { length },
  );

/** ln C(T,d) + d·ln(v−1) − d/τ − ln Z by logarithms of factorials. */
function closedForm(positions: number, pool: number, temperature: number): Float64Array {
  const logFactorials = [0];
  for (let n = 1; n <= positions; n++) logFactorials.push(logFactorials[n - 1]! + Math.log(n));
  const logZ = positions * Math.log1p((pool - 1) * Math.exp(-1 / temperature));
  return Float64Array.from({ length: positions + 1 }, (_, d) =>
    Math.exp(
      logFactorials[positions]! -
        logFactorials[d]! -
        logFactorials[positions - d]! +
        d * (Math.log(pool - 1) - 1 / temperature) -
        logZ,
    ),
  );
}

test('distances of the toy: three positions, four words, τ = 0.5', () => {
  near(replacementRate(3, 0.5), 0.288765);
  const [distances] = sampling(4, 0.5).distances!(batchOf([[10, 11, 12]]));
  for (const [d, expected] of [0.359781, 0.43822, 0.17792, 0.024079].entries()) near(distances![d]!, expected);
  near(
    distances!.reduce((sum, probability, d) => sum + d * probability, 0),
    0.866296,
  );
});

test('the temperature that replaces 30 % of the words', () => {
  near(temperatureOfRate(29, 0.3), 0.237271);
  near(temperatureOfRate(299, 0.3), 0.152724);
  near(temperatureOfRate(9999, 0.3), 0.099428);
  near(replacementRate(9999, temperatureOfRate(9999, 0.3)), 0.3, 1e-12);
  // What the published temperatures replace.
  near(replacementRate(9799, 0.1), 0.31, 0.005);
  near(replacementRate(24, 0.3), 0.46, 0.005);
});

test('50 positions and 32,000 words: the product of coins is the closed form, without overflow', () => {
  for (const temperature of [0.01, 0.05, 0.0963, 0.2, 1, 100]) {
    const expected = closedForm(50, 32_000, temperature);
    const found = distanceDistribution(new Float64Array(50).fill(replacementRate(31_999, temperature)));
    near(
      found.reduce((sum, probability) => sum + probability, 0),
      1,
      1e-12,
    );
    for (const [d, probability] of expected.entries()) near(found[d]!, probability, 1e-10);
  }
});

const modes: [string, Partial<HammingSettings>, SharedDistance][] = [
  ['a coin for each position', {}, 'none'],
  ['one distance for a batch', {}, 'batch'],
  ['one distance for the samples of a sentence', {}, 'sentence'],
];
for (const [name, given, shared] of modes) {
  test(`${name}: a million draws over sets of positions, and over substitutes`, () => {
    // Of five positions, the last is of a word outside the pool and has one substitute more.
    const sentence = [10, 11, 12, 13, special.unk];
    const rates = sentence.map((word) => replacementRate(word === special.unk ? 5 : 4, 0.6));
    // Rows of one distance depend on each other, so there is one of each.
    const sampler = sampling(5, 0.6, given, shared);
    const gold = copies(sentence, shared === 'batch' ? 1 : 250);
    const sets = new Float64Array(32);
    const substitutes = sentence.map(() => new Float64Array(15));
    const distances = new Float64Array(6);
    drawRows(sampler, gold, 1e6, (target, distance) => {
      let set = 0;
      for (const [position, word] of sentence.entries()) {
        if (target[position] === word) continue;
        set += 2 ** position;
        substitutes[position]![target[position]!]! += 1;
      }
      sets[set]! += 1;
      distances[distance]! += 1;
    });
    const chances = distanceDistribution(rates);
    assertDistributed(distances, chances, 'distances');
    const choose = [1, 5, 10, 10, 5, 1];
    const independent = Float64Array.from(sets, (_, set) =>
      rates.reduce((product, rate, position) => product * ((set >> position) & 1 ? rate : 1 - rate), 1),
    );
    const uniform = Float64Array.from(sets, (_, set) => {
      const d = [...set.toString(2)].filter((digit) => digit === '1').length;
      return chances[d]! / choose[d]!;
    });
    assertDistributed(sets, shared === 'none' ? independent : uniform, 'sets of positions');
    for (const [position, counts] of substitutes.entries()) {
      const members = [10, 11, 12, 13, 14].filter((word) => word !== sentence[position]);
      assertDistributed(
        members.map((word) => counts[word]!),
        members.map(() => 1 / members.length),
        `substitutes at ${position}`,
      );
      assert.equal(counts[sentence[position]!], 0, 'a substitute is another word');
    }
  });
}

test('long sentences of a large vocabulary: a million words, and distances of 20,000 sentences', () => {
  const sentence = Array.from({ length: 50 }, (_, index) => 10 + 600 * index);
  const distances = new Float64Array(51);
  const positions = new Float64Array(50);
  drawRows(sampling(32_000, 0.0963), copies(sentence, 100), 20_000, (target, distance) => {
    distances[distance]! += 1;
    for (let position = 0; position < 50; position++)
      if (target[position] !== sentence[position]) positions[position]! += 1;
  });
  assertDistributed(distances, closedForm(50, 32_000, 0.0963), 'distances');
  assertDistributed(positions, new Float64Array(50).fill(1 / 50), 'positions');
});

test('a τ near 0 leaves the gold sequence, a large one replaces nearly every word', () => {
  const gold = copies([10, 11, 12, 13], 50);
  drawRows(sampling(100, 0.01), gold, 1000, (target, distance) => {
    assert.deepEqual(Array.from(target), [10, 11, 12, 13, special.eos]);
    assert.equal(distance, 0);
  });
  let total = 0;
  drawRows(sampling(100, 1e9), gold, 1000, (_, distance) => {
    total += distance;
  });
  near(total / 4000, 0.99, 0.01);
});

test('one distance for a batch: rows of equal length share it, shorter ones have at most all their words replaced', () => {
  const random = randomOf('batch');
  const gold = batchOf([[10, 11, 12, 13], [12, 13, 10, 11], [10]], { rows: 4 });
  const seen = new Set<number>();
  for (let draw = 0; draw < 200; draw++) {
    for (const { distance } of sampling(8, 0.5, { samples: 2 }, 'batch').sample(gold, random)) {
      assert.equal(distance[0], distance[1]);
      assert.equal(distance[2], Math.min(1, distance[0]!));
      assert.equal(distance[3], 0);
      seen.add(distance[0]!);
    }
  }
  assert.ok(seen.size > 2);
});

test('the samples of a sentence share its distance where they are asked to', () => {
  const gold = batchOf([
    [10, 11, 12, 13],
    [12, 13, 10],
  ]);
  const [first, second, third] = sampling(8, 0.5, { samples: 3 }, 'sentence').sample(gold, randomOf('samples'));
  assert.deepEqual(first!.distance, second!.distance);
  assert.deepEqual(first!.distance, third!.distance);
  assert.notDeepEqual(first!.target, second!.target);
});

test('positions with replacement: distances fall short as often as positions coincide', () => {
  // Of three positions, d draws hit k distinct ones with probability S(d,k)·3!/(3−k)!/3^d.
  const hits = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 1 / 3, 2 / 3, 0], [0, 1 / 9, 2 / 3, 2 / 9]]; // biome-ignore format: by d
  const chances = closedForm(3, 5, 0.6);
  const expected = [0, 1, 2, 3].map((k) => hits.reduce((sum, byHits, d) => sum + chances[d]! * byHits[k]!, 0));
  const counts = new Float64Array(4);
  drawRows(sampling(5, 0.6, { replacement: true }), copies([10, 11, 12], 500), 1e6, (_, distance) => {
    counts[distance]! += 1;
  });
  assertDistributed(counts, expected, 'distances');
});

test('substitutes that may equal the word: a v-th of them does', () => {
  const rate = (replacementRate(4, 0.6) * 4) / 5;
  const counts = new Float64Array(4);
  drawRows(sampling(5, 0.6, { allowEqual: true }), copies([10, 11, 12], 500), 1e6, (_, distance) => {
    counts[distance]! += 1;
  });
  assertDistributed(counts, distanceDistribution([rate, rate, rate]), 'distances');
});

test('padded: the end of sentence may change, padding never does', () => {
  let changed = 0;
  drawRows(sampling(5, 0.6, { padded: true }), copies([10, 11, 12], 500, 6), 1e5, (target) => {
    assert.deepEqual(Array.from(target.subarray(4)), [special.pad, special.pad]);
    if (target[3] !== special.eos) changed += 1;
  });
  const rate = replacementRate(5, 0.6);
  assertDistributed([changed, 1e5 - changed], [rate, 1 - rate], 'ends of sentence');
});

test('a pool of one word has no substitutes', () => {
  drawRows(sampling(1, 1e9), copies([10, 10], 5), 5, (_, distance) => assert.equal(distance, 0));
});

test('scored by the logits of the gold token, samples from all words are label smoothing over V − 1 with ε = ρ', () => {
  const logits = [-2, 2, 1, 0.5, -1];
  const logSum = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
  const loss = (index: number) => logSum - logits[index]!;
  const rate = replacementRate(4, 0.5);
  near(rate, 0.351214);
  const gold = 2;
  const others = logits.reduce((sum, _, index) => sum + (index === gold ? 0 : loss(index)), 0);
  const smoothed = (1 - rate) * loss(gold) + (rate / 4) * others;
  near(smoothed, 1.901399);
  near(0.3 * loss(gold) + 0.7 * smoothed, 1.782864);
  const draws = 200_000;
  let total = 0;
  drawRows(sampling(5, 0.5), copies([10 + gold], 500), draws, (target) => {
    total += loss(target[0]! - 10);
  });
  // Its standard deviation over 200,000 draws is 0.0023.
  near(total / draws, smoothed, 3 * 0.0023);
});

test('a distance that a batch shares follows its closed form in sentences that are shorter than the one it is of', () => {
  const gold = batchOf([
    [10, 11],
    [12, 13, 14, 10, 11],
    [10, 11, 12, 13],
  ]);
  const sampler = sampling(6, 0.6, { samples: 1000 }, 'batch');
  const counts = Array.from({ length: 3 }, (_, row) => new Float64Array([2, 5, 4][row]! + 1));
  const random = randomOf('shared');
  for (let times = 0; times < 100; times++) {
    for (const { distance } of sampler.sample(gold, random)) {
      for (const [row, d] of distance.entries()) if (row < 3) counts[row]![d]! += 1;
    }
  }
  const forms = sampler.distances!(gold);
  for (const [row, observed] of counts.entries()) assertDistributed(observed, forms[row]!, `row ${row}`);
});
