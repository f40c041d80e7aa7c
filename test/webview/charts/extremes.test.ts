import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Extremes } from '../../../webview/charts/extremes.ts';
import { randomNumbers, walk } from './random.ts';

test('any stretch has the extremes of its finite values, also while the curve grows', () => {
  const y = walk(20_000, 3);
  const random = randomNumbers(4);
  const extremes = new Extremes();
  for (const length of [1, 15, 16, 17, 64, 1000, 4096, 19_999, 20_000]) {
    extremes.extend(y, length);
    for (let round = 0; round < 200; round += 1) {
      const from = Math.floor(random() * length);
      const to = from + Math.floor(random() * (length - from + 1));
      extremes.find(y, from, to);
      const finite = y.subarray(from, to).filter(Number.isFinite);
      assert.equal(
        extremes.low,
        finite.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY),
      );
      assert.equal(
        extremes.high,
        finite.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY),
      );
    }
  }
});
