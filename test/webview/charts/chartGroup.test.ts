import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChartGroup } from '../../../webview/charts/chartGroup.ts';
import { ChartView } from '../../../webview/charts/chartView.ts';
import { type KeptCharts, readKeptCharts } from '../../../webview/charts/keptCharts.ts';
import { propsOf } from './props.ts';

const curves = ['a', 'b'].map((id) => ({ id, label: id, series: 0, x: [1, 2, 3, 4], y: [4, 3, 2, 1] }));

test('zoom and hidden curves outlive a reload, once they have been still', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const kept: KeptCharts[] = [];
  const group = createChartGroup({ kept: readKeptCharts(undefined), keep: (charts) => kept.push(charts) });
  const view = new ChartView(propsOf({ curves, group }));
  for (let turn = 0; turn < 10; turn += 1) view.zoomX(1.1, 2);
  view.setYRange({ min: 1, max: 2 });
  view.toggle('b');
  assert.equal(kept.length, 0);
  context.mock.timers.tick(1000);
  assert.equal(kept.length, 1);

  const keptText = JSON.stringify(kept[0]);
  const anew = createChartGroup({ kept: readKeptCharts(JSON.parse(keptText)), keep: () => {} });
  const viewAnew = new ChartView(propsOf({ curves, group: anew }));
  assert.deepEqual(viewAnew.xRange, view.xRange);
  assert.deepEqual(viewAnew.visibleYRange, { min: 1, max: 2, log: false });
  assert.deepEqual([...viewAnew.hidden], ['b']);

  anew.showAll();
  assert.equal(viewAnew.isZoomed, false);
  assert.deepEqual([...viewAnew.hidden], ['b'], 'what is hidden is no zoom');
});

test('a zoom of a linear axis says nothing about a logarithmic one', () => {
  const view = new ChartView(propsOf({ curves }));
  view.setYRange({ min: 1, max: 2 });
  view.setProps({ ...view.props, yLog: true });
  assert.equal(view.yRange, undefined);
});

test('what was kept is used where it can be', () => {
  const unusable = [undefined, 1, {}, { looks: { a: {} } }, { looks: {}, range: { min: 2, max: 1 } }];
  for (const kept of unusable) assert.deepEqual(readKeptCharts(kept), { looks: {} });
});
