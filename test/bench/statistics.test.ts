import assert from 'node:assert/strict';
import { test } from 'node:test';
import { median, pairedRatio, summarize } from '../../src/bench/statistics.ts';

test('the median is the middle value, or the mean of the middle two', () => {
  assert.equal(median([5, 1, 9]), 5);
  assert.equal(median([4, 1, 10, 2]), 3);
  assert.throws(() => median([]));
});

test('a summary is over the medians of repetitions', () => {
  assert.deepEqual(
    summarize([
      [1, 2, 30],
      [4, 4, 4],
      [90, 6, 6],
    ]),
    { median: 4, lowest: 2, highest: 6 },
  );
});

test('a ratio pairs what was measured in the same repetition', () => {
  // The machine is ten times as slow in the second repetition; the ratio of the medians would be 7.5.
  assert.equal(pairedRatio([[3], [30], [3]], [[2], [20], [2]]), 1.5);
});
