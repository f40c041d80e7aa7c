import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mark } from '../../../webview/charts/chartTypes.ts';
import { clusterMarks } from '../../../webview/charts/markClusters.ts';

const axis = { min: 0, max: 1000, log: false, start: 50, size: 500 };
const mark = (x: number, kind: Mark['kind']): Mark => ({ x, kind, label: `${kind} at ${x}` });

test('marks that lie close share a button, which shows the most important; those outside have none', () => {
  const clusters = clusterMarks(
    [mark(1001, 'done'), mark(500, 'best'), mark(100, 'checkpoint'), mark(110, 'failed'), mark(120, 'checkpoint')],
    axis,
  );
  assert.deepEqual(
    clusters.map(({ kind, pixel, marks }) => [kind, pixel, marks.length]),
    [
      ['failed', 100, 3],
      ['best', 300, 1],
    ],
  );
});
