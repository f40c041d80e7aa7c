import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedBand } from '../../../webview/charts/bands.ts';

const close = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) < 1e-9 * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`);

test('mean and interval of three seeds, by the table of Student’s t', () => {
  const { x, mean, low, high } = seedBand([
    { x: [1, 2], y: [2, 10] },
    { x: [1, 2], y: [4, 10] },
    { x: [1, 2], y: [9, 10] },
  ]);
  assert.deepEqual([...x], [1, 2]);
  close(mean[0]!, 5);
  // s² = (9 + 1 + 16) / 2,  t = 4.302652729749462 for two degrees of freedom
  const half = (4.302652729749462 * Math.sqrt(13)) / Math.sqrt(3);
  close(low[0]!, 5 - half);
  close(high[0]!, 5 + half);
  assert.deepEqual([mean[1], low[1], high[1]], [10, 10, 10]);
});

test('where fewer seeds have data those count, and one alone has no interval', () => {
  const { x, mean, low, high } = seedBand([
    { x: [1, 2, 3, 4], y: [1, 2, 3, 4] },
    { x: [1, 2, 3], y: [3, 4, 5] },
    { x: [1, 2], y: [5, 6] },
  ]);
  assert.deepEqual([...x], [1, 2, 3, 4]);
  assert.deepEqual([...mean], [3, 4, 4, 4]);
  // Two values 2 apart: s = √2,  t = 12.706204736174694 for one degree of freedom
  close(high[2]! - mean[2]!, 12.706204736174694);
  assert.deepEqual([low[3], high[3]], [Number.NaN, Number.NaN]);
});

test('a value that is no number is left out, and where there is none the line has a gap', () => {
  const { mean, low } = seedBand([
    { x: [1, 2, 3], y: [1, Number.NaN, Number.NaN] },
    { x: [1, 2, 3], y: [3, 5, Number.POSITIVE_INFINITY] },
  ]);
  assert.deepEqual([...mean], [2, 5, Number.NaN]);
  assert.ok(Number.isNaN(low[1]!));
});

test('seeds at other places are read between their points, and what goes on furthest ends the curve', () => {
  const { x, mean } = seedBand([
    { x: [0, 2, 4], y: [0, 2, 4] },
    { x: [1, 5], y: [11, 15] },
  ]);
  assert.deepEqual([...x], [0, 2, 4, 5]);
  assert.deepEqual([...mean], [0, 7, 9, 15]);
});

test('no seeds, and seeds without data', () => {
  assert.equal(seedBand([]).x.length, 0);
  assert.equal(seedBand([{ x: [], y: [] }]).x.length, 0);
});
