import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metrics } from '../../src/metrics/registry.ts';
import { axisTitle, metricName } from '../../webview/quantities/metricNames.ts';

test('every metric is called as its program calls it, and an axis says its unit', () => {
  for (const [name, { title }] of Object.entries(metrics))
    assert.equal(metricName(name).toLowerCase(), title.toLowerCase());
  assert.deepEqual(['nll', 'accuracy', 'token-accuracy', 'bleu-4'].map(axisTitle), [
    'NLL (nats per token)',
    'Accuracy (%)',
    'Token accuracy (teacher forcing) (%)',
    'BLEU-4',
  ]);
  assert.deepEqual(['toString', 'of another version'].map(metricName), ['toString', 'of another version']);
});
