import assert from 'node:assert/strict';
import { test } from 'node:test';
import { t95 } from '../../src/runs/studentT.ts';

/** scipy 1.17.1: scipy.stats.t.ppf(0.975, degrees) */
const expected: [degrees: number, t: number][] = [
  ...([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
  ] as [number, number][]),
  ...([
    [4, 2.7764451051977934],
    [5, 2.5705818356363146],
    [9, 2.262157162798205],
  ] as [number, number][]),
  ...([
    [10, 2.228138851986274],
    [29, 2.045229642132703],
    [30, 2.0422724563012378],
  ] as [number, number][]),
  ...([
    [100, 1.9839715185235518],
    [1001, 1.9623367052808798],
  ] as [number, number][]),
];

test('the quantiles are those of scipy', () => {
  for (const [degrees, t] of expected) {
    assert.ok(Math.abs(t95(degrees) / t - 1) < 1e-12, `${degrees} degrees: ${t95(degrees)}, not ${t}`);
  }
});
