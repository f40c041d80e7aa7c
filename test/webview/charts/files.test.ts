import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ChartView } from '../../../webview/charts/chartView.ts';
import { toCsv, toJson } from '../../../webview/charts/exportFiles.ts';
import { makeFrame } from '../../../webview/charts/frame.ts';
import { legendEntries } from '../../../webview/charts/legendText.ts';
import { clusterMarks } from '../../../webview/charts/markClusters.ts';
import { palettes, type Theme } from '../../../webview/charts/palette.ts';
import { escapeXml, toSvg } from '../../../webview/charts/svg.ts';
import { propsOf } from './props.ts';

const hostile = '</title><script>alert(1)</script>&"\'\u0000\u202e\ud800';
const theme: Theme = {
  kind: 'light',
  colours: palettes.light,
  background: '#ffffff',
  foreground: '#000000',
  muted: '#555555',
  grid: '#00000018',
  font: 'sans-serif',
};

function viewOf(): ChartView {
  return new ChartView(
    propsOf({
      title: hostile,
      xTitle: hostile,
      yTitle: 'nats',
      smoothing: 0.5,
      curves: [
        { id: 'a', label: hostile, series: 1, x: [1, 2, 3, 4], y: [1, Number.NaN, 3, 4] },
        { id: 'b', label: '=SUM(A1)', series: 0, x: [1], y: [2] },
        { id: 'c', label: 'hidden', series: 2, x: [1], y: [5] },
      ],
      bands: [{ id: 'a', series: 1, x: [1, 2, 3], low: [0, Number.NaN, 1], high: [2, Number.NaN, 4] }],
    }),
  );
}

function pictureOf(view: ChartView): string {
  const x = { min: 1, max: 4, log: false, start: 57, size: 300 };
  const y = { min: 0, max: 5, log: false, start: 200, size: -190 };
  const frame = makeFrame(view.stores, view.bands, x, 300);
  const ticks = [{ value: 2, label: '<2>' }];
  const layout = { x, y, xTicks: ticks, yTicks: ticks, frame, width: 370, height: 240 };
  const legend = legendEntries(view, 300, (text) => 6 * text.length);
  const marks = clusterMarks([{ x: 3, kind: 'warning', label: hostile }], x);
  return toSvg({
    title: hostile,
    xTitle: hostile,
    yTitle: 'nats',
    width: 370,
    height: 240,
    layout,
    legend,
    marks,
    theme,
  });
}

test('SVG: tags are closed in order, text is text, and coordinates are numbers', () => {
  const svg = pictureOf(viewOf());
  const open: string[] = [];
  for (const [, closing, name, , selfClosing] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?:\s[\w-]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (closing) assert.equal(open.pop(), name);
    else if (!selfClosing) open.push(name!);
  }
  assert.deepEqual(open, []);
  assert.equal(svg.match(/</g)!.length, svg.match(/<\/?[a-zA-Z]+(?:\s[\w-]+="[^"<]*")*\s*\/?>/g)!.length);
  assert.ok(!svg.includes('<script'));
  assert.ok(!/NaN|Infinity|undefined/.test(svg));
  assert.ok(svg.includes('&lt;/title&gt;&lt;script&gt;alert(1)'));
});

test('SVG: a gap breaks the line, dashes tell the series, and hidden curves are not there', () => {
  const view = viewOf();
  view.toggle('c');
  const svg = pictureOf(view);
  assert.match(svg, /d="M57 [\d.]+M257 [\d.]+L357 [\d.]+"/);
  assert.match(svg, /stroke-dasharray="9 4"/);
  assert.ok(!svg.includes('hidden'));
});

test('XML has no place for control characters and lone surrogates', () => {
  assert.equal(escapeXml('a\u0000b\ud800c\u{1f600}<'), 'a\ufffdb\ufffdc\u{1f600}&lt;');
});

test('CSV: every point of the visible curves, quoted, and no formulas', () => {
  const view = viewOf();
  view.toggle('c');
  const lines = toCsv(view).split('\n');
  assert.equal(lines.length, 1 + 4 + 1 + 1);
  assert.equal(lines[5], "'=SUM(A1),1,2,2");
  assert.ok(lines[2]!.endsWith(',2,,'), 'a gap is empty');
  assert.ok(lines[1]!.startsWith(`"${hostile.replaceAll('"', '""')}",1,1,1`));
});

test('JSON: curves with their smoothed values, bands by their curves, gaps as null', () => {
  const { curves, bands, smoothing } = JSON.parse(toJson(viewOf()));
  assert.equal(smoothing, 0.5);
  assert.deepEqual(curves[0].y, [1, null, 3, 4]);
  assert.equal(curves[0].smoothed.length, 4);
  assert.deepEqual(bands[0].low, [0, null, 1]);
  assert.deepEqual(bands[0].curves, [hostile]);
});

test('an axis of things has room beside the first and the last, and files name them', () => {
  const names = ['short', '=long'];
  const curves = [{ id: 'a', label: 'mle', series: 0, x: [0, 1], y: [31, 28] }];
  const view = new ChartView(
    propsOf({ curves, xTitle: 'length', yTitle: 'BLEU', xPlaces: 2, formatX: (x) => names[x] ?? '' }),
  );
  assert.deepEqual(view.xRange, { min: -0.5, max: 1.5 });
  assert.equal(toCsv(view), "curve,length,BLEU\nmle,short,31\nmle,'=long,28\n");
  assert.deepEqual(JSON.parse(toJson(view)).places, names);
});
