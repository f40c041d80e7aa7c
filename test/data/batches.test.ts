import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BatchShape, special } from '../../src/data/batch.ts';
import { evaluationOrder, makeBatch, orderBySource, paddingShare, trainingOrder } from '../../src/data/batches.ts';
import { planShapes } from '../../src/data/buckets.ts';
import type { EncodedPairs } from '../../src/data/encodedSet.ts';
import { randomPairs } from './randomPairs.ts';

/** Examples of the given lengths, without the end of sentence. */
const pairsOf = (...lengths: [source: number, target: number][]): EncodedPairs => ({
  sources: lengths.map(([source]) => new Int32Array(source).fill(5)),
  targets: lengths.map(([, target]) => new Int32Array(target).fill(6)),
});

test('one shape holds the longest source and the longest target', () => {
  const set = pairsOf([3, 9], [7, 2], [1, 1]);
  assert.deepEqual(planShapes(set, { sentences: 2 }, 1), [{ rows: 2, source: 8, target: 10 }]);
  assert.deepEqual(planShapes(set, { tokens: 25 }, 1), [{ rows: 2, source: 8, target: 10 }]);
  assert.deepEqual(planShapes(set, { tokens: 5 }, 1), [{ rows: 1, source: 8, target: 10 }]);
  assert.deepEqual(planShapes(set, { sentences: 64 }, 1), [{ rows: 3, source: 8, target: 10 }]);
  assert.deepEqual(planShapes(pairsOf(), { sentences: 64 }, 4), []);
});

test('shapes follow the lengths, most batches first, and no shape is spent on nothing', () => {
  const short: [number, number][] = Array.from({ length: 40 }, () => [4, 3]);
  const long: [number, number][] = Array.from({ length: 20 }, () => [9, 19]);
  const expected = [
    { rows: 10, source: 5, target: 4 },
    { rows: 10, source: 10, target: 20 },
  ];
  assert.deepEqual(planShapes(pairsOf(...long, ...short), { sentences: 10 }, 8), expected);
  // 40 targets a batch: 2 rows of the long ones make 10 batches, 10 of the short ones make 4.
  assert.deepEqual(planShapes(pairsOf(...long, ...short), { tokens: 40 }, 8), [
    { rows: 2, source: 10, target: 20 },
    { rows: 10, source: 5, target: 4 },
  ]);
});

test('more shapes never pad more, and two of three lengths are divided where it saves most', () => {
  const set = randomPairs(2000);
  const shares = [1, 2, 3, 4, 6, 8, 12].map((count) => {
    const shapes = planShapes(set, { tokens: 500 }, count);
    assert.ok(shapes.length <= count);
    return paddingShare(set, evaluationOrder(set, shapes));
  });
  for (let at = 1; at < shares.length; at++) assert.ok(shares[at] <= shares[at - 1], shares.join(' '));
  assert.ok(shares[0] > 0.5 && shares[6] < 0.25, shares.join(' '));
  // Apart at 10: 4·22 + 2·60 = 208 positions; apart at 30 it would be 5·… = 5·60: exhaustive search agrees.
  const lengths: [number, number][] = [
    [10, 10],
    [10, 10],
    [10, 10],
    [10, 10],
    [25, 25],
    [29, 29],
  ];
  assert.deepEqual(planShapes(pairsOf(...lengths), { sentences: 1 }, 2), [
    { rows: 1, source: 11, target: 11 },
    { rows: 1, source: 30, target: 30 },
  ]);
});

test('every example is in one batch an epoch, in a shape that holds it', () => {
  const set = randomPairs(700);
  const shapes = planShapes(set, { tokens: 300 }, 6);
  for (const plans of [trainingOrder(set, shapes, 1, 0), evaluationOrder(set, shapes)]) {
    const seen = plans.flatMap(({ examples }) => [...examples]);
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      Array.from({ length: 700 }, (_, index) => index),
    );
    for (const { shape, examples } of plans) {
      assert.ok(examples.length >= 1 && examples.length <= shape.rows);
      for (const example of examples) {
        assert.ok(set.sources[example].length < shape.source && set.targets[example].length < shape.target);
      }
    }
    const partial = plans.filter(({ shape, examples }) => examples.length < shape.rows);
    assert.equal(new Set(partial.map(({ shape }) => shape)).size, partial.length, 'one partial batch a shape');
  }
});

test('the training order is a function of seed and epoch', () => {
  const set = randomPairs(300);
  const shapes = planShapes(set, { tokens: 200 }, 4);
  const order = (seed: number, epoch: number) => trainingOrder(set, shapes, seed, epoch);
  assert.deepEqual(order(1, 3), order(1, 3));
  assert.notDeepEqual(order(1, 3), order(1, 4));
  assert.notDeepEqual(order(1, 3), order(2, 3));
  const together = (epoch: number) => new Set(order(1, epoch).map(({ examples }) => [...examples].sort().join()));
  const [first, second] = [together(0), together(1)];
  const same = [...first].filter((batch) => second.has(batch));
  assert.ok(same.length < first.size / 4, 'epochs put other examples together');
});

test('a batch ends sentences, pads them, and leaves rows without an example empty', () => {
  const shape: BatchShape = { rows: 3, source: 4, target: 3 };
  const set: EncodedPairs = {
    sources: [Int32Array.of(7, 8, 9), Int32Array.of(4), Int32Array.of(5, 5)],
    targets: [Int32Array.of(6), Int32Array.of(4, 4), Int32Array.of(9)],
  };
  const { pad, eos } = special;
  assert.deepEqual(makeBatch(set, { shape, examples: Int32Array.of(1, 0) }), {
    shape,
    source: Int32Array.of(4, eos, pad, pad, 7, 8, 9, eos, pad, pad, pad, pad),
    target: Int32Array.of(4, 4, eos, 6, eos, pad, pad, pad, pad),
    examples: Int32Array.of(1, 0, -1),
    tokens: 5,
  });
  // Of 3·(4+3) positions 2+4 and 3+2 hold a token.
  assert.equal(paddingShare(set, [{ shape, examples: Int32Array.of(1, 0) }]), 1 - 11 / 21);
});

test('an example that no shape holds is told', () => {
  const shapes = [{ rows: 2, source: 4, target: 4 }];
  assert.throws(() => evaluationOrder(pairsOf([3, 3], [3, 4]), shapes), /no shape holds example 1 of 4 and 5 tokens/);
});

test('examples with the same source stay together where they follow each other', () => {
  const sources = [7, 7, 7, 3, 3, 9, 7, 7].map((id) => Int32Array.of(id));
  const set = { sources, targets: sources.map(() => Int32Array.of(5, 6)) };
  const shapes = [{ rows: 3, source: 2, target: 3 }];
  const orders = [0, 1, 2, 3].map((epoch) => orderBySource(set, shapes, 4, epoch));
  for (const order of orders) {
    assert.deepEqual(order.flatMap(({ examples }) => [...examples]).sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    // Three examples of one source are in one batch, or in two that follow each other in the order before batches mix.
    for (const { examples } of order) assert.ok(examples.length <= 3);
    for (const group of [
      [0, 1, 2],
      [3, 4],
      [6, 7],
    ]) {
      const batches = order.filter(({ examples }) => group.some((example) => examples.includes(example)));
      assert.ok(batches.length <= 2, group.join());
    }
  }
  assert.deepEqual(orderBySource(set, shapes, 4, 1), orders[1]);
  assert.ok(orders.some((order) => JSON.stringify(order) !== JSON.stringify(orders[0])));
});
