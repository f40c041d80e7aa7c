import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Curve } from '../../../webview/charts/chartTypes.ts';
import { CurveStore, updateStores } from '../../../webview/charts/curveStore.ts';
import { walk } from './random.ts';

const curveOf = (y: ArrayLike<number>): Curve => ({
  id: 'a',
  label: 'a',
  series: 0,
  x: Float64Array.from(y, (_, index) => index),
  y,
});
const smoothOf = (store: CurveStore) => Array.from(store.main.y as Float64Array).slice(0, store.main.length);
const update = (store: CurveStore, curve: Curve, smoothing = 0.9) =>
  updateStores(new Map([['a', store]]), [curve], smoothing).get('a')!;

test('points appended are taken on top of those known, and all is as if made at once', () => {
  const y = walk(3000, 20);
  const store = new CurveStore(curveOf(y.subarray(0, 1000)), 0.9);
  for (const length of [1001, 1001, 2500, 3000]) {
    assert.equal(update(store, curveOf(y.subarray(0, length))), store, `${length} points: the same store`);
  }
  const fresh = new CurveStore(curveOf(y), 0.9);
  assert.deepEqual(smoothOf(store), smoothOf(fresh));
  assert.equal(store.missing, y.filter((value) => !Number.isFinite(value)).length);
  store.main.extremes.find(store.main.y, 7, 2999);
  fresh.main.extremes.find(fresh.main.y, 7, 2999);
  assert.equal(store.main.extremes.high, fresh.main.extremes.high);
});

test('an array that grows in place is an extension', () => {
  const [x, y] = [
    [1, 2, 3],
    [1, 2, 3],
  ];
  const curve = { ...curveOf(y), x };
  const store = new CurveStore(curve, 0);
  x.push(4);
  y.push(9);
  assert.equal(update(store, curve, 0), store);
  assert.equal(store.raw.length, 4);
});

test('other values, fewer points and another smoothing make a curve anew', () => {
  const y = walk(500, 21);
  const store = new CurveStore(curveOf(y), 0.9);
  assert.notEqual(update(store, curveOf(walk(600, 22))), store);
  assert.notEqual(update(store, curveOf(y.subarray(0, 499))), store);
  assert.notEqual(update(store, curveOf(y), 0.5), store);
  const shifted = { ...curveOf(y), x: Float64Array.from(y, (_, index) => index * 2) };
  assert.notEqual(update(store, shifted), store);
});

test('points that each matter are never smoothed', () => {
  assert.equal(new CurveStore({ ...curveOf([1, 2]), markers: true }, 0.9).smooth, undefined);
});
