import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonMessage, labelledRows, reportedRows } from '../../src/pages/comparedRows.ts';
import { recordedGrid, recordedRuns } from '../chromium/recordedComparison.ts';

test('test figures of members that validation left stay in the host, and they are not tested either', () => {
  const runs = [...recordedRuns(20), ...recordedGrid(20)];
  const rows = labelledRows(runs.map(({ view }) => ({ ...view, folder: view.run })));
  const { rows: told } = comparisonMessage(
    rows,
    (folder) => runs.find(({ view }) => view.run === folder)!.view.manifest,
    (folder) => runs.find(({ view }) => view.run === folder)!.events,
  );
  const members = told.filter(({ grid }) => grid !== undefined);
  assert.deepEqual(
    members.map(({ grid, metrics }) => [grid?.values['targets.epsilon'], grid?.state, metrics.bleu?.test !== null]),
    [
      [0.05, 'left', false],
      [0.1, 'left', false],
      [0.2, 'chosen', true],
      [0.4, 'left', false],
    ],
  );
  assert.ok(members.every(({ metrics }) => metrics.bleu?.best !== null));
  const labels = reportedRows(rows).map(({ label }) => label);
  assert.ok(labels.includes('ls epsilon=0.2') && !labels.includes('ls epsilon=0.1'));
});
