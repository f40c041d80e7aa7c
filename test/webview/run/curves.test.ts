import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunView } from '../../../src/pages/protocol.ts';
import type { RunEvent } from '../../../src/runs/events.ts';
import { runCharts } from '../../../webview/run/curves.ts';
import { RunStore } from '../../../webview/state.ts';
import { checkpoint, ended, evaluated, exampleManifest, resumed, warning } from '../../runs/exampleRuns.ts';

const run = '/runs/a';

function storeOf(columns: Record<string, number[]>, events: RunEvent[]): RunStore {
  const store = new RunStore();
  for (const [column, values] of Object.entries(columns)) {
    store.apply({ type: 'series', run, column, from: 0, values: Float32Array.from(values).buffer });
  }
  store.apply({ type: 'events', run, from: 0, events });
  return store;
}

const four = {
  ...{ nll: [4, 3, 2, 1], objective: [5, 4, 3, 2], tokens: [100, 200, 100, 100] },
  ...{ milliseconds: [1000, 500, 500, 250], epoch: [0.5, 1, 1.5, 2] },
};

test('objective and NLL, of training and validation, share a chart', () => {
  const store = storeOf(four, [evaluated(2, { nll: 3.5, objective: 4.5 })]);
  const [first] = runCharts(store, run, 'step', ['bleu']);
  assert.deepEqual(
    first?.curves.map(({ id, x, y }) => [id, [...Array.from(x)], [...Array.from(y)]]),
    [
      ['objective', [1, 2, 3, 4], [5, 4, 3, 2]],
      ['nll', [1, 2, 3, 4], [4, 3, 2, 1]],
      ['valid:nll', [2], [3.5]],
      ['valid:objective', [2], [4.5]],
    ],
  );
});

test('along any axis, validations and marks stand at the place of their step', () => {
  const store = storeOf(four, [evaluated(2), checkpoint(4)]);
  const places = { step: [2, 4], epoch: [1, 2], time: [1.5, 2.25], tokens: [300, 500] } as const;
  for (const [axis, [validated, mark]] of Object.entries(places)) {
    const [chart] = runCharts(store, run, axis as keyof typeof places, []);
    assert.deepEqual(Array.from(chart?.curves[2]?.x ?? []), [validated], axis);
    assert.deepEqual(
      chart?.marks.map(({ x }) => x),
      [mark],
      axis,
    );
  }
});

test('events are marks; of the best checkpoints only the last is the best', () => {
  const store = storeOf(four, [
    ...[warning(1), checkpoint(1, 'best'), checkpoint(2, 'best'), resumed(2), checkpoint(3)],
    ended(4, 'stopped'),
  ]);
  const [chart] = runCharts(store, run, 'step', []);
  assert.deepEqual(
    chart?.marks.map(({ x, kind }) => [x, kind]),
    [
      [1, 'warning'],
      [1, 'checkpoint'],
      [2, 'best'],
      [2, 'resumed'],
      [3, 'checkpoint'],
      [4, 'stopped'],
    ],
  );
});

test('tokens per second follow from tokens and time, and grow with them', () => {
  const store = storeOf(four, []);
  const speed = () => runCharts(store, run, 'step', []).find(({ id }) => id === 'speed')?.curves[0]?.y;
  assert.deepEqual(Array.from(speed() ?? []), [100, 400, 200, 400]);
  for (const [column, value] of [
    ['tokens', 50],
    ['milliseconds', 100],
  ] as const) {
    store.apply({ type: 'series', run, column, from: 4, values: Float32Array.of(value).buffer });
  }
  assert.deepEqual(Array.from(speed() ?? []), [100, 400, 200, 400, 500]);
});

test('accuracy of training and validation share a scale, per cent, which the axis says', () => {
  const shares = { ...four, accuracy: [0.25, 0.5, 0.5, 0.75] };
  const chartsOf = (task: string, metrics: string[]) => {
    const store = storeOf(shares, [
      evaluated(2, { accuracy: 0.5, scores: { accuracy: task === 'tagging' ? 40 : 50 } }),
    ]);
    const view = { run, manifest: exampleManifest({ settings: { task } }) } as unknown as RunView;
    store.apply({ type: 'runs', all: true, runs: [view] });
    return runCharts(store, run, 'step', metrics)
      .filter(({ id }) => id.includes('accuracy'))
      .map(({ title, yTitle, curves }) => [title, yTitle, ...curves.map(({ y }) => Array.from(y))]);
  };
  const trained = [25, 50, 50, 75];
  // Of classes, what was right is the metric: one chart has both.
  assert.deepEqual(chartsOf('classification', ['accuracy']), [['Accuracy', '%', trained, [50]]]);
  assert.deepEqual(chartsOf('tagging', ['accuracy']), [
    ['Accuracy (validation)', 'Accuracy (%)', [40]],
    ['Token accuracy (teacher forcing)', '%', trained, [50]],
  ]);
});
