import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsGroups } from '../../../webview/run/settingsGroups.ts';

test('the objective comes first, leaves by their path, the kind before what it is set to', () => {
  const groups = settingsGroups({
    task: 'translation',
    model: { hidden: 64, kind: 'attention-lstm' },
    objective: { targets: { epsilon: 0.1, kind: 'label-smoothing' } },
  });
  assert.deepEqual(groups, [
    {
      name: 'objective',
      rows: [
        { path: 'targets.kind', value: 'label-smoothing' },
        { path: 'targets.epsilon', value: '0.1' },
      ],
    },
    {
      name: 'model',
      rows: [
        { path: 'kind', value: 'attention-lstm' },
        { path: 'hidden', value: '64' },
      ],
    },
    { name: 'task', rows: [{ path: '', value: 'translation' }] },
  ]);
});

test('lists of numbers are one row, lists of things a row for each setting', () => {
  const [metrics, seeds] = settingsGroups({
    metrics: [{ kind: 'bleu', tokenize: '13a' }, { kind: 'chrf' }],
    seeds: [1, 2],
  });
  assert.deepEqual(metrics?.rows, [
    { path: 'bleu.tokenize', value: '13a' },
    { path: 'chrf', value: 'default' },
  ]);
  assert.deepEqual(seeds?.rows, [{ path: '', value: '1, 2' }]);
});
