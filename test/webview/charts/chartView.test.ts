import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChartGroup } from '../../../webview/charts/chartGroup.ts';
import type { ChartProps, Curve } from '../../../webview/charts/chartTypes.ts';
import { ChartView } from '../../../webview/charts/chartView.ts';
import { propsOf } from './props.ts';

const curve = (id: string, y: number[], more: Partial<Curve> = {}): Curve => ({
  id,
  label: id,
  series: 0,
  x: y.map((_, index) => index + 1),
  y,
  ...more,
});
const viewOf = (curves: Curve[], more: Partial<ChartProps> = {}) => new ChartView(propsOf({ curves, ...more }));
const shownIds = (view: ChartView) => view.stores.map((store) => store.curve.id);

test('y shows everything within x: spikes of the raw curve though it is smoothed, and edges of bands', () => {
  const spiky = curve('a', [1, 1, 1, 1000, 1, 1]);
  const band = { id: 'b', series: 0, x: [1, 6], low: [-50, -50], high: [1, 1] };
  const { min, max } = viewOf([spiky], { smoothing: 0.99, bands: [band] }).visibleYRange;
  assert.ok(max >= 1000, `${max}`);
  assert.ok(min < 0, `${min}`);
});

test('y follows what is shown of x', () => {
  const view = viewOf([curve('a', [100, 50, 2, 1])]);
  view.setXRange({ min: 3, max: 4 });
  assert.ok(view.visibleYRange.max < 3);
  view.reset();
  assert.ok(view.visibleYRange.max >= 100);
});

test('a logarithmic axis fits the positive values', () => {
  const view = viewOf([curve('a', [0, -5, 0.01, 10])], { yLog: true, xLog: true });
  const { min, max } = view.visibleYRange;
  assert.ok(min > 0.005 && min <= 0.01, `${min}`);
  assert.ok(max >= 10 && max < 20, `${max}`);
  assert.deepEqual(view.stores[0]!.notPositive, { x: 0, y: 2 });
});

test('one point, one value and nothing have an axis, too', () => {
  for (const y of [[5], [5, 5, 5], [0], [], [Number.NaN], [1e300, -1e300], [1e-300], [Number.POSITIVE_INFINITY]]) {
    for (const log of [false, true]) {
      const view = viewOf([curve('a', y)], { yLog: log, xLog: log });
      for (const { min, max } of [view.xRange, view.visibleYRange]) {
        assert.ok(Number.isFinite(min) && Number.isFinite(max) && min < max, `${y} log ${log}: ${min} to ${max}`);
        assert.ok(!log || min > 0);
      }
    }
  }
});

test('while nothing is zoomed the range grows with the curve; a chosen range stays', () => {
  const a = { ...curve('a', [1, 2, 3]) };
  const view = viewOf([a]);
  const longer = curve('a', [1, 2, 3, 4]);
  view.setProps({ ...view.props, curves: [longer], revision: 2 });
  assert.deepEqual(view.xRange, { min: 1, max: 4 });
  view.setXRange({ min: 2, max: 3 });
  view.setProps({ ...view.props, curves: [curve('a', [1, 2, 3, 4, 5])], revision: 3 });
  assert.deepEqual(view.xRange, { min: 2, max: 3 });
});

test('zooming in and out about a place leaves it where it is, and ends with everything', () => {
  for (const xLog of [false, true]) {
    const view = viewOf(
      [
        curve(
          'a',
          Array.from({ length: 1000 }, (_, index) => index),
        ),
      ],
      { xLog },
    );
    const whole = view.xRange;
    view.zoomX(4, 100);
    const { min, max } = view.xRange;
    const share = (from: number, to: number) =>
      xLog ? Math.log(100 / from) / Math.log(to / from) : (100 - from) / (to - from);
    assert.ok(Math.abs(share(min, max) - share(whole.min, whole.max)) < 1e-9);
    assert.ok(view.isZoomed);
    view.zoomX(1 / 8, 100);
    assert.equal(view.isZoomed, false);
  }
});

test('zoom ends before numbers do', () => {
  const view = viewOf([curve('a', [1, 2, 3])]);
  for (let step = 0; step < 500; step += 1) {
    view.zoomX(2);
    view.zoomY(2);
  }
  for (const { min, max } of [view.xRange, view.visibleYRange]) assert.ok(max > min);
});

test('a curve is hidden and shown; with the last of a series go its seeds and its band', () => {
  const curves = [curve('a', [1, 2]), curve('a seed', [1, 2], { faint: true }), curve('b', [3, 4], { series: 1 })];
  const band = { id: 'a', series: 0, x: [1, 2], low: [0, 0], high: [3, 3] };
  const view = viewOf(curves, { bands: [band] });
  view.toggle('a');
  assert.deepEqual(shownIds(view), ['b']);
  assert.equal(view.bands.length, 0);
  view.toggle('a');
  assert.deepEqual(shownIds(view), ['a', 'a seed', 'b']);
  view.isolate('b');
  assert.deepEqual(shownIds(view), ['b']);
  view.isolate('b');
  assert.equal(view.stores.length, 3);
});

test('values at the cursor: the nearest of each curve, greatest first, none where a curve has ended', () => {
  const view = viewOf([
    curve('low', [1, 1, 1, 1, 1, 1, 1, 1]),
    curve('high', [5, 6, 7, 8, 9, 9, 9, 9], { series: 1 }),
    curve('short', [3, 3], { series: 2 }),
    curve('gap', [2, 2, 2, Number.NaN, 2, 2, 2, 2], { series: 3 }),
  ]);
  const at = (x: number) => view.valuesAt(x).map((value) => `${value.curve.id} ${value.y}`);
  assert.deepEqual(at(1.9), ['high 6', 'short 3', 'gap 2', 'low 1']);
  assert.deepEqual(at(4.2), ['high 8', 'low 1']);
});

test('a group tells its charts of range and cursor once for each change', () => {
  const group = createChartGroup();
  let calls = 0;
  const stop = group.subscribe(() => {
    calls += 1;
  });
  group.setCursor(3);
  group.setCursor(3);
  group.setRange({ min: 1, max: 2 });
  group.setRange({ min: 1, max: 2 });
  assert.equal(calls, 2);
  stop();
  group.setRange(undefined);
  assert.equal(calls, 2);
});
