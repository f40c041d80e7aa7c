import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { special, specialTokens } from '../../../src/data/batch.ts';
import { RandomSequence } from '../../../src/data/random.ts';
import { BpeVocabulary } from '../../../src/data/vocabularies/bpe.ts';
import { parseTokenizer } from '../../../src/data/vocabularies/tokenizer.ts';
import { WordVocabulary } from '../../../src/data/vocabularies/words.ts';
import {
  type VocabularyJson,
  vocabulariesFromJson,
  vocabulariesToJson,
  vocabularyFromJson,
} from '../../../src/data/vocabulary.ts';
import { normalizeText, splitWords } from '../../../src/data/words.ts';

const sentences = ["The man's dogs aren't here.", 'Die Hunde des Mannes sind hier.', 'über 30 Hunde @ Haus'];

function countWords(texts: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(splitWords)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('word vocabularies keep what is frequent enough, ties in code point order', () => {
  const counts = new Map([
    ...([
      ['b', 2],
      ['\u{1f600}', 3],
      ['a', 2],
      ['\ufb01', 3],
      ['rare', 1],
    ] as const),
  ]);
  const all = WordVocabulary.fromCounts(counts, { minimumCount: 2 });
  assert.deepEqual(all.tokens, [...specialTokens, '\ufb01', '\u{1f600}', 'a', 'b']);
  assert.deepEqual(WordVocabulary.fromCounts(counts, { minimumCount: 1, size: 3 }).tokens.slice(4), [
    ...['\ufb01', '\u{1f600}', 'a'],
  ]);
  assert.deepEqual(all.encode('a rare b'), Int32Array.of(6, special.unk, 7));
  assert.equal(all.decode([special.bos, 6, special.unk, 7, special.eos, special.pad]), 'a <unk> b');
  assert.equal(all.size, 8);
});

test('a word that reads like a special token is none', () => {
  const vocabulary = WordVocabulary.fromCounts(countWords(['<s> x </s> <unk>']), { minimumCount: 1 });
  const ids = vocabulary.encode('<s> x </s> <unk>');
  assert.ok(ids.every((id) => id > special.unk));
  assert.equal(vocabulary.decode(ids), '<s> x </s> <unk>');
});

test('byte-pair encoding gives back every text of known characters', () => {
  const vocabulary = BpeVocabulary.learn(countWords(sentences), { size: 40, minimumFrequency: 2 });
  const random = new RandomSequence(2, 'texts');
  const letters = [...new Set(sentences.join(''))];
  for (let round = 0; round < 200; round++) {
    const text = Array.from({ length: 25 }, () => random.pick(letters)).join('');
    const ids = vocabulary.encode(text);
    assert.ok(ids.every((id) => id > special.unk && id < vocabulary.size));
    assert.equal(vocabulary.decode(ids), normalizeText(text));
  }
  for (const text of sentences) assert.equal(vocabulary.decode(vocabulary.encode(text)), text);
});

test('byte-pair encoding: unknown characters, broken words and special ids', () => {
  const vocabulary = BpeVocabulary.learn(countWords(sentences), { size: 40, minimumFrequency: 2 });
  assert.ok(vocabulary.encode('日').includes(special.unk));
  const within = vocabulary.tokens.findIndex((token) => token.endsWith('@@'));
  const text = vocabulary.tokens[within].slice(0, -2);
  assert.equal(vocabulary.decode([special.bos, within, special.eos, special.pad]), text);
  assert.deepEqual(vocabulary.tokens.slice(0, 4), specialTokens);
  assert.equal(new Set(vocabulary.tokens).size, vocabulary.size);
});

// Made by test/oracles/tokenizers_fixture.py.
const folder = 'test/fixtures/data/tokenizers';
type Expected = Record<string, { text: string; tokens: string[]; decoded: string }[]>;
const expected = JSON.parse(readFileSync(`${folder}/expected.json`, 'utf8')) as Expected;
const theirSpecials = { byteLevel: ['<s>', '<pad>', '</s>'], wordPiece: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] };

for (const [name, specials] of Object.entries(theirSpecials)) {
  test(`tokenizer.json: ${name} gives the reference's tokens and texts`, () => {
    const file = `${folder}/${name}.json`;
    const vocabulary = parseTokenizer(readFileSync(file, 'utf8'), file);
    for (const { text, tokens, decoded } of expected[name]) {
      const ids = vocabulary.encode(text);
      const named = tokens.map((token) => (specials.includes(token) ? '<unk>' : token));
      assert.deepEqual(
        Array.from(ids, (id) => vocabulary.tokens[id]),
        named,
      );
      const withoutSpecials = specials.reduce((all, token) => all.replaceAll(token, '<unk>'), decoded);
      assert.equal(vocabulary.decode(ids).replace(/ +/g, ' '), withoutSpecials);
    }
    assert.deepEqual(vocabulary.tokens.slice(0, 4), specialTokens);
    assert.ok(specials.every((token) => !vocabulary.tokens.slice(4).includes(token)));
  });
}

test('a file that is no tokenizer.json is named', () => {
  for (const text of ['{', '{}', '[]', '{"model": {"type": "Unheard"}}']) {
    assert.throws(() => parseTokenizer(text, 'x/tokenizer.json'), {
      name: 'UserError',
      message: /not a tokenizer.json/,
      position: { file: 'x/tokenizer.json' },
    });
  }
});

test('vocabularies come back from a run folder, shared ones as one object', () => {
  const file = `${folder}/wordPiece.json`;
  const vocabularies = [
    WordVocabulary.fromCounts(countWords(sentences), { minimumCount: 1 }),
    BpeVocabulary.learn(countWords(sentences), { size: 20, minimumFrequency: 2 }),
    parseTokenizer(readFileSync(file, 'utf8'), file),
  ];
  for (const vocabulary of vocabularies) {
    const restored = vocabularyFromJson(throughJson(vocabulary.toJSON()));
    assert.deepEqual(restored.tokens, vocabulary.tokens);
    for (const text of sentences) assert.deepEqual(restored.encode(text), vocabulary.encode(text));
    const ids = vocabulary.encode(sentences[0]);
    assert.equal(restored.decode(ids), vocabulary.decode(ids));
  }
  const [words, subwords] = vocabularies;
  const shared = vocabulariesFromJson(throughJson(vocabulariesToJson({ source: subwords, target: subwords })));
  assert.equal(shared.source, shared.target);
  const separate = vocabulariesFromJson(throughJson(vocabulariesToJson({ source: words, target: subwords })));
  assert.deepEqual([separate.source.tokens, separate.target.tokens], [words.tokens, subwords.tokens]);
  assert.throws(() => vocabularyFromJson({ kind: 'runes' } as unknown as VocabularyJson), /unknown kind of vocabulary/);
});
