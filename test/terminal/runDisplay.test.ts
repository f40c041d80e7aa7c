import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { RunDisplay } from '../../src/terminal/runDisplay.ts';
import { checkpoint, ended, evaluated, exampleRow, resumed, started, tested } from '../runs/exampleRuns.ts';

/** A stream that keeps what is written to it, and a clock that is set by hand. */
function screen(options: { isTTY?: boolean; columns?: number; colours?: boolean; totalSteps?: number } = {}) {
  const { totalSteps, ...terminal } = options;
  const shown = { text: '', now: 0 };
  const write = (text: string) => {
    shown.text += text;
  };
  const display = new RunDisplay(
    { write, ...terminal, hasColors: () => options.colours === true },
    { label: 'mle seed 1', totalSteps, now: () => shown.now },
  );
  return { shown, display };
}

/** What a terminal shows after all was written: its lines, with the last one as it was last drawn. */
const screenOf = (text: string) =>
  text
    .split('\n')
    .map((line) => stripVTControlCharacters(line.slice(line.lastIndexOf('\r\u001b[K') + 1).replace('\u001b[K', '')));

test('elsewhere than on a terminal: a line for each event and each tenth of the steps', () => {
  const { shown, display } = screen();
  display.event(started(100));
  for (let step = 1; step <= 100; step += 1) {
    shown.now += 1000;
    display.row(step, exampleRow(step));
    if (step % 50 === 0) display.event(evaluated(step, { best: step === 50 }));
    if (step % 50 === 0) display.event(checkpoint(step));
  }
  display.event(tested(50, 2.5, { bleu: 31.256 }));
  display.event(ended(100));
  display.close();
  const lines = shown.text.trimEnd().split('\n');
  assert.equal(stripVTControlCharacters(shown.text).replaceAll('\r', ''), shown.text);
  assert.equal(lines[0], 'mle seed 1: started, 100 steps');
  assert.match(
    lines[1] ?? '',
    /^mle seed 1: 10 % 10\/100 · 1 min 30 s left · NLL \d\.\d+ · 10,\d+ tokens\/s · objective \d\.\d+$/,
  );
  assert.equal(lines.filter((line) => line.includes(' % ') && line.includes('/100')).length, 10);
  assert.ok(
    lines.includes(
      'mle seed 1: step 50: validation NLL 3.000, token accuracy (teacher forcing) 50.0 %, bleu 10.00, best so far',
    ),
  );
  assert.deepEqual(lines.slice(-2), [
    'mle seed 1: step 50: test NLL 2.500, bleu 31.26',
    'mle seed 1: done at step 100: planned steps done',
  ]);
});

test('elsewhere than on a terminal: slow steps are told after half a minute', () => {
  const { shown, display } = screen();
  display.event(started(10_000));
  for (let step = 1; step <= 7; step += 1) {
    shown.now += 10_000;
    display.row(step, exampleRow(step));
  }
  assert.deepEqual(shown.text.match(/\d+\/10,000/g), ['4/10,000', '7/10,000']);
});

test('on a terminal one line is redrawn below the events, not faster than it can be read', () => {
  const { shown, display } = screen({ isTTY: true, columns: 100 });
  display.event(started(100));
  for (let step = 1; step <= 50; step += 1) {
    shown.now += 10;
    display.row(step, exampleRow(step));
  }
  assert.equal(shown.text.match(/\r/g)?.length, 5);
  display.event(evaluated(50));
  const [start, evaluation, bar, ...rest] = screenOf(shown.text);
  assert.deepEqual([start, rest], ['mle seed 1: started, 100 steps', []]);
  assert.match(evaluation ?? '', /^mle seed 1: step 50: validation NLL/);
  assert.match(bar ?? '', /^mle seed 1 █+░+ {2}50 % 50\/100 · 1 s left/);
  display.event(ended(50, 'stopped'));
  assert.deepEqual(screenOf(shown.text).slice(2), ['mle seed 1: stopped at step 50: planned steps done', '']);
});

test('a resumed run goes on from its step, and its pace is that of the steps it does', () => {
  const { shown, display } = screen({ isTTY: true, columns: 120, totalSteps: 100 });
  display.event(resumed(50));
  for (let step = 51; step <= 60; step += 1) {
    shown.now += 1000;
    display.row(step, exampleRow(step));
  }
  assert.match(screenOf(shown.text).at(-1) ?? '', / 60 % 60\/100 · 40 s left/);
  display.close();
  assert.equal(screenOf(shown.text).at(-1), '');
});

test('colours are for terminals that have them', () => {
  const colours = (options: { isTTY?: boolean; colours?: boolean }) => {
    const { shown, display } = screen(options);
    display.event(ended(1, 'failed'));
    return shown.text.includes('\u001b[31m');
  };
  assert.deepEqual(
    [colours({ isTTY: true, colours: true }), colours({ isTTY: true }), colours({ colours: true })],
    [true, false, false],
  );
});

test('a message of unknown origin cannot steer the terminal', () => {
  const { shown, display } = screen();
  display.event({ kind: 'warning', time: '', step: 1, code: 'odd', message: 'a\u001b[2J\nb' });
  assert.equal(shown.text, 'mle seed 1: step 1: warning: a b\n');
});
