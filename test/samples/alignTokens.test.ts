import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignTokens } from '../../src/samples/alignTokens.ts';

function aligned(text: string, tokens: string): string[] | undefined {
  return alignTokens(
    text,
    tokens.split(' ').map((token) => ({ text: token })),
  )?.map(({ start, end }) => text.slice(start, end));
}

test('tokens are found in the text that they were joined to, whatever marks their joints', () => {
  assert.deepEqual(aligned('The cotton.', 'The cot@@ ton ￭. </s>'), ['The', 'cot', 'ton', '.', '']);
  assert.deepEqual(aligned('The cotton.', '▁The ▁cot ton .'), ['The', 'cot', 'ton', '.']);
  assert.deepEqual(aligned('The cotton.', 'The Ġcot ton . <|endoftext|>'), ['The', 'cot', 'ton', '.', '']);
  assert.deepEqual(aligned('The cotton.', 'the cot ##ton'), undefined);
});

test('a text that the tokens do not add up to is told', () => {
  assert.equal(aligned('a b c', 'a b'), undefined);
  assert.equal(aligned('a b', 'a c'), undefined);
});

test('a token that only looks special is text where the text has it', () => {
  assert.deepEqual(aligned('use <br> now', 'use <br> now'), ['use', '<br>', 'now']);
});

test('an empty text has tokens of no width', () => {
  assert.deepEqual(aligned('', '</s>'), ['']);
});
