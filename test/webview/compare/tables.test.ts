import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComparedRow } from '../../../src/pages/protocol.ts';
import { clearlyBest } from '../../../webview/compare/clearlyBest.ts';
import { metricColumns, type TestedRows } from '../../../webview/compare/metricColumns.ts';
import { csv, fullTable, latex, markdown, shownTable } from '../../../webview/compare/tableText.ts';
import { sortedRows } from '../../../webview/components/sortedRows.ts';

const nothing = { min: null, max: null, last: null, best: null, bestHalfWidth: null };

const row = (label: string, test: number | null, testHalfWidth: number | null): ComparedRow => ({
  ...{ label, experiment: 'e', variant: label, runs: [`/${label}`], seeds: [1, 2, 3], unfinished: false },
  ...{ metrics: { bleu: { ...nothing, test, testHalfWidth } }, tokensPerSecond: 12_345.6, seconds: 61 },
});

const tested = (p: number): TestedRows => {
  const found = {
    label: 'b',
    difference: 2,
    low: 1,
    high: 3,
    bootstrapP: p,
    randomisationP: p,
    sentences: 9,
    seeds: [1],
  };
  return { base: 'a', metric: 'bleu', rows: [found] };
};

const columnsOf = (rows: ComparedRow[], significance?: TestedRows) =>
  metricColumns({
    ...{ rows, higherIsBetter: { bleu: true }, figures: ['test'], metric: 'bleu', base: 'a', tested: significance },
  });

test('columns: the test, its significance against the base, then pace', () => {
  const rows = [row('a', 30, 0.5), row('b', 32, null)];
  const columns = columnsOf(rows, tested(0.0004));
  assert.deepEqual(
    columns.map(({ group, label }) => `${group}/${label}`),
    [
      ...['/Variant', '/Seeds', 'Test/BLEU', 'BLEU against a/Difference', 'BLEU against a/95 % interval'],
      ...['BLEU against a/p, bootstrap', 'BLEU against a/p, randomisation', '/Tokens/s', '/Time'],
    ],
  );
  assert.deepEqual(
    rows.map((each) => columns.map((column) => column.text(each))),
    [
      ['a', '3', '30.00 ± 0.50', 'base', 'base', 'base', 'base', '12,346', '1 min 01 s'],
      ['b', '3', '32.00', '+2.000', '+1.000 … +3.000', '< 0.001', '< 0.001', '12,346', '1 min 01 s'],
    ],
  );
});

test('the best is marked only where the intervals lie apart, or both tests against the base say so', () => {
  const star = (rows: ComparedRow[], significance?: TestedRows) =>
    clearlyBest(columnsOf(rows).find(({ id }) => id === 'bleu:test')!, rows, significance);
  assert.equal(star([row('a', 30, 0.5), row('b', 32, 0.5)]), 'b');
  assert.equal(star([row('a', 30, 1.5), row('b', 32, 0.6)]), undefined, 'intervals overlap');
  assert.equal(star([row('a', 30, null), row('b', 32, null)]), undefined, 'one seed each is no evidence');
  assert.equal(star([row('a', 30, null), row('b', 32, null)], tested(0.01)), 'b');
  assert.equal(star([row('a', 30, null), row('b', 32, null)], tested(0.2)), undefined);
  assert.equal(star([row('a', 30, 0.1), row('b', 32, 0.1), row('c', 31.9, 0.2)], tested(0.01)), undefined);
  assert.equal(star([row('a', 30, 0.1), row('b', null, null)]), undefined, 'nothing to be better than');
});

test('rows sort by any column, unknown values last', () => {
  const rows = [row('b', 32, null), row('x', null, null), row('a', 30, 0.5)];
  const labels = (column: string, descending: boolean) =>
    sortedRows(rows, columnsOf(rows), { column, descending }).map(({ label }) => label);
  assert.deepEqual(labels('bleu:test', true), ['b', 'a', 'x']);
  assert.deepEqual(labels('bleu:test', false), ['a', 'b', 'x']);
  assert.deepEqual(labels('variant', false), ['a', 'b', 'x']);
  assert.deepEqual(labels('none', false), ['b', 'x', 'a']);
});

const hostile = ['a|b <b>', '*x* _y_ `z` [l](u)', '50 % & $1 #2 {\\x} ~^', '=1+1', 'new\nline "q"', '--'];
const table = { headings: ['v', 'n'], rows: hostile.map((text) => [text, '1']) };

test('Markdown tables show every text as it is', () => {
  assert.equal(
    markdown(table),
    [
      '| v | n |',
      '| --- | ---: |',
      '| a\\|b \\<b\\> | 1 |',
      '| \\*x\\* \\_y\\_ \\`z\\` \\[l\\]\\(u\\) | 1 |',
      '| 50 % \\& \\$1 \\#2 \\{\\\\x\\} \\~^ | 1 |',
      '| =1+1 | 1 |',
      '| new line "q" | 1 |',
      '| -- | 1 |',
      '',
    ].join('\n'),
  );
});

test('LaTeX tables compile whatever stands in them', () => {
  assert.deepEqual(latex(table).split('\n').slice(1), [
    ...['\\begin{tabular}{lr}', '\\toprule', 'v & n \\\\', '\\midrule'],
    'a\\textbar{}b \\textless{}b\\textgreater{} & 1 \\\\',
    '{*}x{*} \\_y\\_ `z` {[}l](u) & 1 \\\\',
    '50 \\% \\& \\$1 \\#2 \\{\\textbackslash{}x\\} \\textasciitilde{}\\textasciicircum{} & 1 \\\\',
    ...['=1+1 & 1 \\\\', 'new line "q" & 1 \\\\', '-{}- & 1 \\\\', '\\bottomrule', '\\end{tabular}', ''],
  ]);
  assert.match(
    latex({ headings: ['a'], rows: [['1 ± 2 ★ −3 … –']] }),
    /1 \$\\pm\$ 2 \$\\star\$ \$-\$3 \\ldots\{\} \\textendash\{\} /,
  );
});

test('CSV holds the figures themselves, and no formula', () => {
  const rows = [row('=evil()', 30.123456, 0.5), row('b', null, null)];
  const [head, first, second] = csv(fullTable(columnsOf(rows), rows)).split('\r\n');
  assert.match(head as string, /^Variant,Seeds,Test BLEU,Test BLEU ± \(95 %\),/);
  assert.match(first as string, /^'=evil\(\),3,30\.123456,0\.5,/);
  assert.match(second as string, /^b,3,,,/);
  assert.equal(csv({ headings: ['a"b', 'c,d'], rows: [['-1.5', 'e\nf']] }), '"a""b","c,d"\r\n-1.5,"e\nf"\r\n');
});

test('what is copied bears the stars that are seen', () => {
  const rows = [row('a', 30, 0.5)];
  const { rows: shown } = shownTable(columnsOf(rows), rows, (column) => column.id === 'bleu:test');
  assert.equal(shown[0]?.[2], '30.00 ± 0.50 ★');
});
