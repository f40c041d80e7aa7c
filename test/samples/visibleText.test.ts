import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleText } from '../../src/samples/visibleText.ts';

test('characters that act or hide are named', () => {
  assert.equal(visibleText('a\u202eb\u0000c\u200b'), 'a⟨U+202E⟩b⟨U+0000⟩c⟨U+200B⟩');
  assert.equal(visibleText('line\nbreak\ttab'), 'line⏎break⇥tab');
  assert.equal(visibleText('half \ud800 pair \u{e0041}'), 'half ⟨U+D800⟩ pair ⟨U+E0041⟩');
});

test('text of any script stays as it is, with its joiners', () => {
  for (const text of ['naïve – “quotes”', 'שלום עולם', 'می‌خواهم', '👩‍👩‍👧', '<b>bold</b>', 'क्‍ष']) {
    assert.equal(visibleText(text), text);
  }
});
