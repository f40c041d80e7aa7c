import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunStore } from '../../webview/state.ts';
import { evaluated, started } from '../runs/exampleRuns.ts';

const run = '/runs/a';
const series = (from: number, ...values: number[]) => ({
  ...({ type: 'series', run, column: 'nll', from, values: Float32Array.from(values).buffer } as const),
});

test('a column grows, and what a resume voids is replaced', () => {
  const store = new RunStore();
  store.apply(series(0, 3, 2.5));
  store.apply(series(2, 2));
  const before = store.column(run, 'nll');
  assert.deepEqual([...before], [3, 2.5, 2]);
  assert.equal(store.column(run, 'nll'), before, 'the same object while nothing changes');
  store.apply(series(1, 9));
  assert.deepEqual([...store.column(run, 'nll')], [3, 9]);
  assert.deepEqual([...before], [3, 2.5, 2], 'what is being drawn stays as it was');
});

test('values that come one by one are copied seldom', () => {
  const store = new RunStore();
  const buffers = new Set<ArrayBufferLike>();
  for (let step = 0; step < 50_000; step += 1) {
    store.apply(series(step, step));
    buffers.add(store.column(run, 'nll').buffer);
  }
  assert.equal(store.column(run, 'nll')[49_999], 49_999);
  assert.ok(buffers.size <= 8, `${buffers.size} buffers`);
});

test('what would leave a gap is refused', () => {
  const store = new RunStore();
  assert.throws(() => store.apply(series(1, 2)), /values from 1 on cannot follow the first 0/);
  assert.throws(
    () => store.apply({ type: 'events', run, from: 2, events: [started(10)] }),
    /events from 2 on cannot follow the first 0/,
  );
});

test('numbers that JSON cannot carry are numbers again', () => {
  const store = new RunStore();
  const event = { ...evaluated(10), nll: Number.NaN, scores: { bleu: Number.NaN } };
  store.apply({ type: 'events', run, from: 0, events: JSON.parse(JSON.stringify([event])) });
  assert.deepEqual(store.events(run), [event]);
});

test('a run is gone only once the host has listed the runs', () => {
  const store = new RunStore();
  assert.equal(store.isGone(run), false);
  store.apply(series(0, 1));
  store.apply({ type: 'runs', all: true, runs: [] });
  assert.equal(store.isGone(run), true);
  assert.equal(store.column(run, 'nll').length, 0);
});
