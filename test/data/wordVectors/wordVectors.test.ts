import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BpeVocabulary } from '../../../src/data/vocabularies/bpe.ts';
import { parseTokenizer } from '../../../src/data/vocabularies/tokenizer.ts';
import { withSpecialTokens } from '../../../src/data/vocabularies/tokenTable.ts';
import { WordVocabulary } from '../../../src/data/vocabularies/words.ts';
import type { Vocabulary } from '../../../src/data/vocabulary.ts';
import { coverageOf, describeCoverage } from '../../../src/data/wordVectors/coverage.ts';
import { detectFormat } from '../../../src/data/wordVectors/detectFormat.ts';
import { loadVectors } from '../../../src/data/wordVectors/loadVectors.ts';
import { vectorReaders } from '../../../src/data/wordVectors/registry.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder();
type Format = keyof typeof vectorReaders;

const words: [string, number[]][] = [
  ['the', [1, -0.5, 0.25]],
  ['dog', [0.125, 2, -3]],
  ['größer', [1e-3, 0, 1]],
];
const lines = words.map(([word, vector]) => `${word} ${vector.join(' ')}\n`).join('');

/** word2vec's binary file of these words, with or without the line feeds that its own writer adds. */
function binary(rows: [string, number[]][], { header = `${rows.length} 3\n`, feed = '\n' } = {}): Buffer {
  const parts = rows.map(([word, vector]) => {
    const numbers = Buffer.alloc(4 * vector.length);
    vector.forEach((number, at) => {
      numbers.writeFloatLE(number, 4 * at);
    });
    return Buffer.concat([Buffer.from(`${word} `), numbers, Buffer.from(feed)]);
  });
  return Buffer.concat([Buffer.from(header), ...parts]);
}

async function rowsOf(format: Format, file: string): Promise<[string, number[]][]> {
  const rows: [string, number[]][] = [];
  for await (const row of vectorReaders[format].read(file)) rows.push([row.word, [...row.vector()]]);
  return rows;
}

const files: [string, Format, string | Uint8Array][] = [
  ['glove.txt', 'glove', lines],
  ['glove.crlf.txt', 'glove', lines.replaceAll('\n', '\r\n')],
  ['glove.txt.gz', 'glove', gzipSync(lines)],
  ['wiki.vec', 'fasttext', `3 3\n${lines.replaceAll('\n', ' \n')}`],
  ['wiki.vec.gz', 'fasttext', gzipSync(`3 3\n${lines}`)],
  ['google.bin', 'word2vec', binary(words)],
  ['plain.bin', 'word2vec', binary(words, { feed: '' })],
  ['google.bin.gz', 'word2vec', gzipSync(binary(words))],
];

for (const [name, format, content] of files) {
  test(`${name} is read, and told to be ${format} by its content`, async () => {
    const file = folder.write(name, content);
    assert.equal(await detectFormat(file), format);
    assert.deepEqual(
      await rowsOf(format, file),
      words.map(([word, vector]) => [word, [...Float32Array.from(vector)]]),
    );
  });
}

test('a binary file longer than what is read at once', async () => {
  const many: [string, number[]][] = Array.from({ length: 20_000 }, (_, at) => [`w${at}`, [at, -at, at / 8]]);
  const file = folder.write('many.bin', binary(many));
  assert.deepEqual(await rowsOf('word2vec', file), many);
});

test('words with spaces, as web text has them, and words that are not UTF-8', async () => {
  const file = folder.write(
    'spaces.txt',
    Buffer.concat([
      Buffer.from('a 1 2\nat name@domain.com 3 4\n. . . 5 6\n'),
      Buffer.from([0xff, 0xfe, 32, 49, 32, 50, 10]),
      Buffer.from('b 7 8'),
    ]),
  );
  assert.deepEqual(await rowsOf('glove', file), [
    ['a', [1, 2]],
    ['at name@domain.com', [3, 4]],
    ['. . .', [5, 6]],
    ['b', [7, 8]],
  ]);
});

test('bad text files are told with their line', async () => {
  const read = (format: Format, content: string | Uint8Array) => rowsOf(format, folder.write('bad', content));
  await rejects(read('glove', 'a 1 2\nb 1\n'), /bad:2: the line has 1 numbers, expected 2/, 2);
  await rejects(read('glove', 'a 1 2\n\nb 1 2\n'), /the line has 0 numbers, expected 2/, 2);
  await rejects(read('glove', 'a 1 2\nb 1 2 3\n'), /more than the expected 2 numbers: it begins with `b 1`/, 2);
  await rejects(read('glove', 'a 1 2\nb 1 x2\n'), /`x2` is not a number/, 2);
  await rejects(read('glove', 'a 1 nan\n'), /`nan` is not a number/, 1);
  await rejects(read('glove', 'a 1  2\n'), /`` is not a number/, 1);
  await rejects(read('glove', 'a\n'), /the line has no numbers/, 1);
  await rejects(read('glove', `a${' 1'.repeat(10_001)}\n`), /10001 numbers, expected at most 10000/, 1);
  await rejects(read('glove', Buffer.from([0xff, 0xfe, 97, 0])), /UTF-16, expected UTF-8/, 1);
  await rejects(read('glove', ''), /the file is empty/);
  await rejects(read('fasttext', lines), /the first line must be the number of words and the size/, 1);
  await rejects(read('fasttext', `4 3\n${lines}`), /promises 4 words, the file has 3/, 4);
  await rejects(read('fasttext', `3 2\n${lines}`), /more than the expected 2 numbers/, 2);
  await rejects(rowsOf('glove', `${folder.path}/none`), /no such file/);
});

test('bad binary files are told with their byte', async () => {
  const read = (content: Uint8Array) => rowsOf('word2vec', folder.write('bad.bin', content));
  await rejects(read(binary(words, { header: '4 3\n' })), /bad.bin: byte 59: word 4 of 4 is missing or cut off/);
  await rejects(read(binary(words).subarray(0, 30)), /byte 20: word 2 of 3 is missing or cut off/);
  await rejects(read(binary(words, { header: '2 3\n' })), /byte 37: more follows than 2 words/);
  await rejects(
    read(binary([['nan', [0, Number.NaN, 0]]])),
    /byte 4: the vector of this word has a number that is not/,
  );
  await rejects(read(Buffer.from(lines)), /byte 0: a line with the number of words and the size/);
  await rejects(read(binary(words, { header: '3 99999\n' })), /byte 0: a line with the number of words/);
  await rejects(
    rowsOf('word2vec', folder.write('cut.bin.gz', gzipSync(binary(words)).subarray(0, 40))),
    /gzip file is broken/,
  );
  await rejects(rowsOf('word2vec', `${folder.path}/none`), /no such file/);
});

/** The first number of each token's vector, by token; tokens without a vector are left out. */
async function firstNumbers(vocabulary: Vocabulary, content: string): Promise<Record<string, number>> {
  const { size, values, present } = await loadVectors(
    { format: 'auto' },
    folder.write('some.txt', content),
    vocabulary,
  );
  const ids = vocabulary.tokens.map((_, id) => id).filter((id) => present[id] === 1);
  return Object.fromEntries(ids.map((id) => [vocabulary.tokens[id], values[id * size] as number]));
}

test('a token has the vector of what it is as written, else as a word, else in lower case', async () => {
  const vocabulary = new WordVocabulary(
    withSpecialTokens(['The', 'the', '\uffed,', ',', 'Dog', 'cat', '\uffed-\uffed']),
  );
  const found = await firstNumbers(
    vocabulary,
    'the 1 0\ndog 2 0\nDog 3 0\n, 4 0\n, 5 0\nbird 6 0\n<unk> 7 0\n</s> 8 0\n',
  );
  assert.deepEqual(found, { The: 1, the: 1, '\uffed,': 4, ',': 4, Dog: 3 });
  const { present, values } = await loadVectors({ format: 'glove' }, `${folder.path}/some.txt`, vocabulary);
  assert.deepEqual([...present], [0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0]);
  assert.deepEqual([...values.subarray(9 * 2)], [0, 0, 0, 0], 'rows of words without a vector are zero');
});

test('parts of words have no vector, unless the file has them as parts', async () => {
  const vocabulary = new BpeVocabulary(withSpecialTokens(['do@@', 'do', 'g', '\uffed.']), ['d o']);
  assert.deepEqual(await firstNumbers(vocabulary, 'do 1\ng 2\n. 3\n'), { do: 1, g: 2, '\uffed.': 3 });
  assert.deepEqual(await firstNumbers(vocabulary, 'do 1\ndo@@ 2\n. 3\n\uffed. 4\n'), {
    do: 1,
    'do@@': 2,
    '\uffed.': 4,
  });
});

test('tokens of a tokenizer.json are words where they stand alone', async () => {
  const json = {
    ...{ version: '1.0', truncation: null, padding: null, added_tokens: [], post_processor: null, normalizer: null },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
    model: {
      ...{ type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
      vocab: { '[UNK]': 0, do: 1, '##g': 2, Dog: 3 },
    },
  };
  const vocabulary = parseTokenizer(JSON.stringify(json), 'tokenizer.json');
  assert.deepEqual(await firstNumbers(vocabulary, 'do 1\ng 2\ndog 3\n'), { do: 1, Dog: 3 });
});

test('coverage counts the vocabulary and the training text', async () => {
  const vocabulary = new WordVocabulary(withSpecialTokens(['the', 'cat', 'dog']));
  const vectors = await loadVectors({ format: 'auto' }, `${folder.path}/glove.txt`, vocabulary);
  const coverage = coverageOf(vectors, [Int32Array.of(4, 4, 5), Int32Array.of(3, 6, 4, 4, 4)]);
  assert.deepEqual(coverage, { vocabulary: { covered: 2, all: 3 }, occurrences: { covered: 6, all: 8 } });
  assert.match(describeCoverage(coverage), /2 of 3 entries of the target vocabulary have one, which are 75.0 %/);
  await rejects(
    loadVectors({ format: 'auto' }, `${folder.path}/glove.txt`, new WordVocabulary(withSpecialTokens(['Maus']))),
    /none of the 1 entries of the target vocabulary has a vector/,
  );
});
