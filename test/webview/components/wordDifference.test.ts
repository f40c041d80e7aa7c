import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Range, wordDifference } from '../../../webview/components/wordDifference.ts';
import { isWithin } from '../../withinTime.ts';

const marked = (text: string, ranges: Range[]): string[] => ranges.map(({ start, end }) => text.slice(start, end));

function differences(reference: string, hypothesis: string): [missing: string[], extra: string[]] {
  const found = wordDifference(reference, hypothesis)!;
  return [marked(reference, found.reference), marked(hypothesis, found.hypothesis)];
}

test('words that one text alone has are marked, neighbours together', () => {
  assert.deepEqual(differences('two men are loading a truck.', 'two men loads a big truck.'), [
    ['are loading'],
    ['loads', 'big'],
  ]);
  assert.deepEqual(differences('the same', 'the same'), [[], []]);
  assert.deepEqual(differences('', 'all new'), [[], ['all new']]);
});

test('punctuation is a word of its own, and spaces are no difference', () => {
  assert.deepEqual(differences('a cat .', 'a  cat!'), [['.'], ['!']]);
});

test('scripts without spaces are compared by character', () => {
  assert.deepEqual(differences('我喜欢猫', '我喜欢狗'), [['猫'], ['狗']]);
});

test('marks never split a character of two units or its accents', () => {
  assert.deepEqual(differences('a 😀 b', 'a 😁 b'), [['😀'], ['😁']]);
  assert.deepEqual(differences('cafe\u0301 x', 'cafe x'), [['cafe\u0301'], ['cafe']]);
});

test('a megabyte is answered at once, without marks', () => {
  const begun = performance.now();
  assert.equal(wordDifference('a'.repeat(2 ** 20), 'b '.repeat(2 ** 19)), undefined);
  assert.ok(isWithin(500, performance.now() - begun));
});

test('long texts without a word in common do not hold up the page', () => {
  const begun = performance.now();
  const words = (letter: string) => Array.from({ length: 12_000 }, (_, index) => `${letter}${index}`).join(' ');
  wordDifference(words('a'), words('b'));
  assert.ok(isWithin(2000, performance.now() - begun));
});
