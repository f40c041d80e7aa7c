import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTick, formatValue } from '../../../webview/charts/format.ts';
import { logTicks } from '../../../webview/charts/logTicks.ts';

test('ticks of logarithmic axes are round, few, and within', () => {
  assert.deepEqual(logTicks(1, 1000, 12), [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  assert.deepEqual(logTicks(1, 1000, 7), [1, 3, 10, 30, 100, 300, 1000]);
  assert.deepEqual(logTicks(1, 1000, 4), [1, 10, 100, 1000]);
  assert.deepEqual(logTicks(0.001, 0.1, 20).slice(0, 3), [0.001, 0.002, 0.003]);
  assert.deepEqual(logTicks(2.1, 2.9, 5), [2.2, 2.4, 2.6, 2.8]);
  for (const most of [2, 5, 12]) {
    for (const [min, max] of [
      [1e-300, 1e300],
      [0.5, 7],
      [3, 3.01],
      [1e-7, 1e-6],
    ] as const) {
      const ticks = logTicks(min, max, most);
      assert.ok(ticks.length >= 1 && ticks.length <= most + 1, `${min} to ${max}: ${ticks}`);
      assert.ok(ticks.every((tick) => tick >= min && tick <= max));
    }
  }
});

test('ticks are as short as tells them apart', () => {
  assert.equal(formatTick(20_000, 10_000), '20k');
  assert.equal(formatTick(1_500_000, 500_000), '1.5M');
  assert.equal(formatTick(2500, 500), '2500');
  assert.equal(formatTick(0.25, 0.05), '0.25');
  assert.equal(formatTick(-3, 1), '-3');
  assert.equal(formatTick(2.5e-12, 5e-13), '2.5e-12');
  assert.equal(formatTick(1e300, 5e299), '1e300');
  assert.equal(formatTick(10_001, 1), '10.001k');
});

test('values are read with five digits', () => {
  assert.equal(formatValue(Math.PI), '3.1416');
  assert.equal(formatValue(1234567), '1,234,567');
  assert.equal(formatValue(0.000003), '3e-6');
  assert.equal(formatValue(Number.NaN), 'NaN');
});
