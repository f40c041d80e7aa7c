import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCount, formatDuration, formatScore } from '../../src/terminal/numbers.ts';
import { describeProgress, formatProgress, type Progress } from '../../src/terminal/progress.ts';
import { formatTable } from '../../src/terminal/table.ts';
import { printable, textWidth, truncate } from '../../src/terminal/textWidth.ts';

const progress: Progress = {
  ...{
    label: 'ls seed 1',
    step: 420,
    totalSteps: 1000,
    objective: 3.456,
    nll: 2.5,
    tokensPerSecond: 12_345.6,
    secondsLeft: 190,
  },
};

test('a wide line shows the bar and everything that is known', () => {
  assert.equal(
    formatProgress(progress, 110),
    'ls seed 1 ███████░░░░░░░░░░░  42 % 420/1,000 · 3 min 10 s left · NLL 2.500 · 12,346 tokens/s · objective 3.456',
  );
  assert.equal(
    describeProgress(progress),
    'ls seed 1: 42 % 420/1,000 · 3 min 10 s left · NLL 2.500 · 12,346 tokens/s · objective 3.456',
  );
});

test('a narrower line gives up fields, the least needed first, then the bar and the label, and never exceeds its width', () => {
  assert.match(
    formatProgress(progress, 90),
    /^ls seed 1 █+░+ {2}42 % 420\/1,000 · 3 min 10 s left · NLL 2\.500 · 12,346 tokens\/s$/,
  );
  for (let width = 0; width <= 200; width += 1) {
    const line = formatProgress({ ...progress, label: '日本語のとても長い名前 of a run' }, width);
    assert.ok(textWidth(line) <= width, `${textWidth(line)} columns of ${width}: ${line}`);
  }
  assert.equal(formatProgress(progress, 16), ' 42 % 420/1,000');
  assert.equal(formatProgress(progress, 8), ' 42 % 4…');
});

test('what is not known yet is left out, and no planned steps are no progress', () => {
  assert.match(formatProgress({ label: 'mle', step: 0, totalSteps: 0 }, 60), /^mle ░{30} {3}0 % 0\/0$/);
  assert.match(formatProgress({ label: '', step: 20, totalSteps: 10 }, 60), /^█{30} 100 % 20\/10$/);
});

test('numbers are written as they are read', () => {
  assert.deepEqual([0, 59.4, 59.6, 185, 3599.6, 7800].map(formatDuration), [
    '0 s',
    '59 s',
    '1 min 00 s',
    '3 min 05 s',
    '1 h 00 min',
    '2 h 10 min',
  ]);
  assert.deepEqual([0, 999.5, 1_234_567].map(formatCount), ['0', '1,000', '1,234,567']);
  assert.deepEqual([0.12345, -9.9, 31.256].map(formatScore), ['0.123', '-9.900', '31.26']);
});

test('widths are those of a terminal: wide letters take two columns, colours and combining marks none', () => {
  assert.deepEqual(
    ['abc', '日本', 'e\u0301', '\u001b[31mred\u001b[39m', '👩‍🔬', ''].map(textWidth),
    [3, 4, 1, 3, 2, 0],
  );
  assert.deepEqual(
    [truncate('abcdef', 6), truncate('abcdef', 4), truncate('日本語', 4), truncate('abc', 0)],
    ['abcdef', 'abc…', '日…', ''],
  );
  assert.equal(printable('a\u001b[2Jb\nc'), 'ab c');
});

test('a table is aligned, also with wide letters and short rows', () => {
  assert.equal(
    formatTable([['variant', 'NLL'], ['日本', '1.5'], ['mle']]),
    'variant  NLL\n───────  ───\n日本     1.5\nmle',
  );
  assert.equal(formatTable([]), '');
});
