import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComparedRow, RunView } from '../../../src/pages/protocol.ts';
import { Curves } from '../../../webview/compare/curves.ts';
import { curvesCsv } from '../../../webview/compare/curvesText.ts';
import { RunStore } from '../../../webview/state.ts';
import { evaluated, exampleManifest } from '../../runs/exampleRuns.ts';

test('a file of curves has accuracies in per cent, those of tokens and of outputs under names of their own', () => {
  const store = new RunStore();
  const run = '/runs/a';
  const view = { run, manifest: exampleManifest({ settings: { task: 'tagging' } }) } as unknown as RunView;
  store.apply({ type: 'runs', all: true, runs: [view] });
  store.apply({ type: 'series', run, column: 'accuracy', from: 0, values: Float32Array.of(0.25, 0.5).buffer });
  const events = [evaluated(2, { accuracy: 0.75, scores: { accuracy: 40 } })];
  store.apply({ type: 'events', run, from: 0, events });
  const rows = [{ label: 'mle', runs: [run] }] as unknown as ComparedRow[];
  const quantities = ['token-accuracy', 'valid:token-accuracy', 'valid:accuracy'];
  const text = curvesCsv({ ...{ store, rows, quantities, xAxis: 'step' }, curves: new Curves(store) });
  assert.deepEqual(text.split('\r\n'), [
    'variant,seed,step,token-accuracy,valid:token-accuracy,valid:accuracy',
    ...['mle,1,1,25,,', 'mle,1,2,50,75,40', ''],
  ]);
});
