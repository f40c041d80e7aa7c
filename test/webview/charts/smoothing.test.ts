import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Smoothed } from '../../../webview/charts/smoothing.ts';
import { walk } from './random.ts';

/** Weighted mean of the finite values up to each: the n-th last weighs w^n. */
function naive(y: ArrayLike<number>, weight: number): number[] {
  return Array.from(y, (last, index) => {
    if (!Number.isFinite(last)) return Number.NaN;
    const finite = Array.from(y)
      .slice(0, index + 1)
      .filter(Number.isFinite)
      .reverse();
    const weights = finite.map((_, age) => weight ** age);
    const total = weights.reduce((sum, each) => sum + each, 0);
    return finite.reduce((sum, value, age) => sum + value * weights[age]!, 0) / total;
  });
}

function smoothed(y: ArrayLike<number>, weight: number, lengths = [y.length]): number[] {
  const made = new Smoothed(weight);
  for (const length of lengths) made.extend(y, length);
  return Array.from(made.column.values.subarray(0, made.column.length));
}

for (const weight of [0, 0.5, 0.9, 0.999]) {
  test(`weight ${weight}: the weighted mean of what came before, gaps left out`, () => {
    const y = walk(400, 1);
    const [got, expected] = [smoothed(y, weight), naive(y, weight)];
    for (const [index, value] of expected.entries()) {
      if (Number.isNaN(value)) assert.ok(Number.isNaN(got[index]!), `${index} is a gap`);
      else assert.ok(Math.abs(got[index]! - value) < 1e-9 * Math.max(1, Math.abs(value)), `${index}`);
    }
  });
}

test('the first value is itself, not drawn towards zero', () =>
  assert.deepEqual(smoothed([7, 7, 7], 0.999), [7, 7, 7]));

test('smoothed in pieces it is the same to the last bit', () => {
  const y = walk(5000, 2);
  assert.deepEqual(smoothed(y, 0.97, [1, 2, 64, 65, 3000, 5000]), smoothed(y, 0.97));
});
