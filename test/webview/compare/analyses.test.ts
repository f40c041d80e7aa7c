import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisChart, AnalysisProfile } from '../../../src/analyses/analysis.ts';
import type { AnalysedRun } from '../../../src/pages/protocol.ts';
import { analysisCharts } from '../../../webview/compare/analysisCharts.ts';
import { analysedRows, meanFigures, meanProfile, profileNames } from '../../../webview/compare/analysisMeans.ts';
import { analysisCsv } from '../../../webview/compare/analysisText.ts';

const run = (label: string, seed: number, profile: AnalysisProfile, ece: number | null = 0.1): AnalysedRun => ({
  ...{ label, run: `/${label}${seed}`, seed, step: 10 },
  result: { figures: { ECE: ece }, profiles: { bins: profile } },
});
const profile = (labels: string[], x: (number | null)[], y: (number | null)[]): AnalysisProfile => ({
  ...{ labels, columns: { x, y } },
});
const chart: AnalysisChart = { profile: 'bins', x: 'x', y: 'y', xTitle: 'x', yTitle: 'y' };
const series = (label: string) => (label === 'mle' ? 0 : 3);

test('means over seeds, point by point, with their intervals', () => {
  const rows = analysedRows([
    run('mle', 1, profile(['a', 'b'], [0.1, null], [0.2, null]), 0.1),
    run('ls', 1, profile(['a'], [0.1], [0.5]), null),
    run('mle', 2, profile(['b', 'a'], [0.9, 0.3], [0.8, 0.4]), 0.3),
  ]);
  assert.deepEqual(
    rows.map(({ label, runs }) => [label, runs.length]),
    [
      ['mle', 2],
      ['ls', 1],
    ],
  );
  const ece = meanFigures(rows[0]!).get('ECE')!;
  assert.ok(Math.abs(ece.mean[0]! - 0.2) < 1e-12);
  // t(1 degree) = 12.706, s = 0.1414, n = 2.
  assert.ok(Math.abs(ece.high[0]! - 0.2 - 12.7062 * 0.1) < 1e-4);
  assert.ok(Number.isNaN(meanFigures(rows[1]!).get('ECE')!.mean[0]));
  assert.deepEqual(profileNames(rows), ['bins']);
  const { labels, rows: means } = meanProfile(rows, 'bins');
  assert.deepEqual(labels, ['a', 'b']);
  // b of the first seed is empty: the second alone says what it is, without an interval.
  const y = means[0]!.means.get('y')!;
  assert.ok(Math.abs(y.mean[0]! - 0.3) < 1e-12 && y.mean[1] === 0.8);
  assert.ok(y.high[0]! > 0.3 && Number.isNaN(y.high[1]));
});

test('charts: a curve a row, points without numbers left out, and what is equal for all once', () => {
  const rows = analysedRows([
    run('mle', 1, profile(['a', 'b', 'c'], [0.5, null, 0.1], [0.2, null, 0.3])),
    run('ls', 1, profile(['a', 'b', 'c'], [0.4, 0.6, 0.2], [0.3, 0.5, 0.1])),
  ]);
  const [drawn] = analysisCharts([{ ...chart, diagonal: true, beside: 'x' }], rows, series);
  const [mle, ls, diagonal, beside] = drawn!.curves;
  assert.deepEqual([mle!.x, mle!.y, mle!.series], [[0.1, 0.5], [0.3, 0.2], 0]);
  assert.deepEqual([ls!.x, ls!.series], [[0.2, 0.4, 0.6], 3]);
  assert.deepEqual([diagonal!.y, diagonal!.series], [[0, 1], 4]);
  assert.deepEqual([beside!.y, drawn!.curves.length], [[0.1, 0.5], 4]);
  const [named] = analysisCharts([{ ...chart, x: undefined }], rows, series);
  assert.deepEqual(
    [named!.labels, named!.curves[0]!.x],
    [
      ['a', 'b', 'c'],
      [0, 2],
    ],
  );
  assert.deepEqual(
    analysisCharts(
      [
        { ...chart, y: 'z' },
        { ...chart, profile: 'none' },
      ],
      rows,
      series,
    ),
    [],
  );
});

test('a file has every number of every run', () => {
  const runs = [run('=mle', 1, profile(['a'], [null], [0.25]))];
  assert.equal(
    analysisCsv({ analysis: 'reliability', split: 'test', runs }),
    [
      'analysis,text,variant,seed,step,profile,point,name,value\r\n',
      "reliability,test,'=mle,1,10,,,ECE,0.1\r\n",
      "reliability,test,'=mle,1,10,bins,a,x,\r\n",
      "reliability,test,'=mle,1,10,bins,a,y,0.25\r\n",
    ].join(''),
  );
});

test('names that every object has are names like others', () => {
  const result = { figures: { constructor: 1 }, profiles: { toString: { labels: ['x'], columns: { valueOf: [2] } } } };
  const rows = analysedRows([{ label: 'mle', run: '/a', seed: 1, step: 1, result }]);
  assert.equal(meanFigures(rows[0]!).get('constructor')!.mean[0], 1);
  assert.equal(meanProfile(rows, 'toString').rows[0]!.means.get('valueOf')!.mean[0], 2);
});
