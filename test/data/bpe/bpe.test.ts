import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { applyBpe, rankMerges } from '../../../src/data/bpe/applyBpe.ts';
import { compareCodePoints } from '../../../src/data/bpe/codePoints.ts';
import { learnBpe } from '../../../src/data/bpe/learnBpe.ts';

// Made by test/oracles/subword_nmt_fixture.py.
const linesOf = (name: string) => readFileSync(`test/fixtures/data/bpe/${name}.txt`, 'utf8').trimEnd().split('\n');
const merges = linesOf('merges').slice(1);
const ranks = rankMerges(merges.map((merge) => merge.split(' ') as [string, string]));

function countWords(lines: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of lines.flatMap((line) => line.split(' '))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

test('the merges are those of subword-nmt', () => {
  const learned = learnBpe(countWords(linesOf('text')), { size: 1500, minimumFrequency: 2 });
  assert.deepEqual(
    learned.map((merge) => merge.join(' ')),
    merges,
  );
  assert.ok(merges.length > 1000 && merges.length < 1500, 'the text ends before the merges do');
});

test('fewer merges are the first of them, and rarer pairs are left alone', () => {
  const counts = countWords(linesOf('text'));
  const merged: number[] = [];
  const first = learnBpe(counts, { size: 30, minimumFrequency: 1, onMerge: (count) => merged.push(count) });
  assert.deepEqual(
    first.map((merge) => merge.join(' ')),
    merges.slice(0, 30),
  );
  assert.deepEqual([merged[0], merged.at(-1)], [1, 30]);
  const frequent = learnBpe(counts, { size: 1500, minimumFrequency: 40 });
  assert.deepEqual(
    frequent.map((merge) => merge.join(' ')),
    merges.slice(0, frequent.length),
  );
  assert.ok(frequent.length < 200);
});

test('a text without pairs has no merges', () => {
  assert.deepEqual(learnBpe(new Map([['a', 9]]), { size: 5, minimumFrequency: 1 }), []);
  assert.deepEqual(learnBpe(new Map(), { size: 5, minimumFrequency: 1 }), []);
});

test('words are cut as subword-nmt cuts them, known and unknown ones', () => {
  const cut = linesOf('heldOut').map((line) =>
    line
      .split(' ')
      .flatMap((word) => applyBpe(word, ranks))
      .join(' '),
  );
  assert.deepEqual(cut, linesOf('heldOutApplied'));
});

test('code points, not UTF-16 units, order symbols', () => {
  const sorted = ['', 'a', 'ab', 'b', 'ä', '\u{d7ff}', '\u{fb01}', '\u{ffed}', '\u{10400}', '\u{1f600}', '\u{1f600}a'];
  assert.deepEqual([...sorted].reverse().sort(compareCodePoints), sorted);
});
