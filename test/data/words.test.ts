import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomSequence } from '../../src/data/random.ts';
import { joinWords, normalizeText, splitWords } from '../../src/data/words.ts';

test('punctuation stands apart, with a joiner where it touched', () => {
  assert.deepEqual(splitWords('"No," he\'s told.'), ['"￭', 'No', '￭,', '￭"', 'he', "￭'￭", 's', 'told', '￭.']);
  assert.deepEqual(splitWords('well-known (U.S.) @x'), [
    ...['well', '￭-￭', 'known', '(￭', 'U', '￭.￭', 'S', '￭.', '￭)', '@￭', 'x'],
  ]);
  assert.deepEqual(splitWords('already , tokenised'), ['already', ',', 'tokenised']);
});

test('white space and control characters are normalised, and the joiner is replaced', () => {
  assert.equal(normalizeText('\u00a0 a\tb \u2028\u0085\u001c c\u0000 '), 'a b c');
  assert.equal(normalizeText('a\uffedb'), 'a■b');
  assert.deepEqual(splitWords(' \t '), []);
});

test('splitting loses nothing but what normalisation does', () => {
  const random = new RandomSequence(1, 'texts');
  const alphabet = [...'abä9é日 .,-\'"()@<_/', '\u0301', '😀', '\u200d', '￭', '\ufeff', '@@', '<unk>', 'x'.repeat(70)];
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 30 }, () => random.pick(alphabet)).join('');
    assert.equal(joinWords(splitWords(text)), normalizeText(text));
  }
});

test('an endless run of letters is cut and joined again', () => {
  const words = splitWords('y'.repeat(150));
  assert.deepEqual(words, [`${'y'.repeat(64)}￭`, `${'y'.repeat(64)}￭`, 'y'.repeat(22)]);
  assert.equal(joinWords(words), 'y'.repeat(150));
});

test('words that no text is split into are joined all the same', () => {
  assert.equal(joinWords(['￭', 'a￭', '￭', '￭b', 'c￭']), 'ab c');
  assert.equal(joinWords([]), '');
});
