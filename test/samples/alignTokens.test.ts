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

test('an unknown word is the text up to the next token that is known', () => {
  assert.deepEqual(aligned('zelero kozeraim laim.', 'zelero <unk> laim ￭. </s>'), [
    'zelero',
    'kozeraim',
    'laim',
    '.',
    '',
  ]);
  assert.deepEqual(aligned('a kozaim a b', 'a <unk> a b'), ['a', 'kozaim', 'a', 'b']);
  assert.deepEqual(aligned('a foo', 'a <unk> </s>'), ['a', 'foo', '']);
  assert.deepEqual(aligned('foo bar x', '[UNK] [UNK] x'), ['foo bar', '', 'x']);
  assert.deepEqual(aligned('kozeraim.', '<unk> ￭.'), ['kozeraim', '.']);
  assert.deepEqual(aligned('a <unk> b', 'a <unk> b'), ['a', '<unk>', 'b'], 'written out by a decoder');
});
