import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComparedRow } from '../../../src/pages/protocol.ts';
import { gridCurves, gridsOf } from '../../../webview/compare/grids.ts';

type State = NonNullable<ComparedRow['grid']>['state'];

function row(values: Record<string, unknown>, bleu: number, state: State = 'left'): ComparedRow {
  const label = `ls ${Object.values(values).join(' ')}`;
  const figures = { min: 0, max: 0, last: 0, test: null, testHalfWidth: null };
  return {
    ...{ label, experiment: 'e', variant: label, runs: ['a', 'b'], seeds: [1, 2], unfinished: false },
    grid: { label: 'ls', values, metric: 'bleu', state },
    metrics: { bleu: { ...figures, best: bleu, bestHalfWidth: 2 } },
    ...{ tokensPerSecond: null, seconds: null },
  };
}

test('members stand by their setting, with the metric and its interval', () => {
  const rows = [row({ epsilon: 0.2 }, 30, 'chosen'), row({ epsilon: 0.1 }, 20), { ...row({}, 1), grid: undefined }];
  const [grid, ...others] = gridsOf(rows as ComparedRow[]);
  assert.deepEqual(others, []);
  assert.equal(grid?.chosen?.label, 'ls 0.2');
  const drawn = gridCurves(grid!);
  assert.deepEqual([drawn?.setting, drawn?.xLog], ['epsilon', false]);
  assert.deepEqual(
    drawn?.curves.map(({ label, x, y }) => [label, x, y]),
    [['ls', [0.1, 0.2], [20, 30]]],
  );
  assert.deepEqual(
    [drawn?.bands[0]?.low, drawn?.bands[0]?.high],
    [
      [18, 28],
      [22, 32],
    ],
  );
});

test('a grid says how many of its runs are done', () => {
  const rows = [
    row({ epsilon: 0.1 }, 20, 'chosen'),
    { ...row({ epsilon: 0.2 }, 30), seeds: [1] },
    { ...row({ epsilon: 0.3 }, 40), unfinished: true },
  ];
  const [grid] = gridsOf(rows);
  assert.deepEqual([grid?.done, grid?.runs], [3, 6]);
});

test('of several settings, that with most numbers is the axis, and the others make curves', () => {
  const values = [0.001, 0.01, 0.1].flatMap((tau) => ['V', 'Vbatch'].map((pool) => ({ tau, pool })));
  const drawn = gridCurves(gridsOf(values.map((each, index) => row(each, index)))[0]!);
  assert.deepEqual([drawn?.setting, drawn?.xLog], ['tau', true]);
  assert.deepEqual(
    drawn?.curves.map(({ label, series, y }) => [label, series, y]),
    [
      ['pool=V', 0, [0, 2, 4]],
      ['pool=Vbatch', 1, [1, 3, 5]],
    ],
  );
});

test('where no setting is a number, nothing is drawn', () => {
  const grid = gridsOf([row({ pool: 'V' }, 1), row({ pool: 'Vbatch' }, 2)])[0]!;
  assert.equal(gridCurves(grid), undefined);
  assert.equal(grid.chosen, undefined);
});
