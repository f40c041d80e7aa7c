import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readLines } from '../../../src/data/readers/lines.ts';
import { readerOf } from '../../../src/data/readers/registry.ts';
import type { TextPair } from '../../../src/experiment/data/translation.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder();

async function textsOf(file: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const line of readLines(file)) texts.push('text' in line ? line.text : `${line.line} ${line.reason}`);
  return texts;
}

async function rowsOf(pair: TextPair, ...paths: string[]): Promise<string[]> {
  const rows: string[] = [];
  for await (const row of readerOf(pair).read(pair, paths)) {
    rows.push(
      'reason' in row ? `${row.line} ${row.reason}: ${row.message}` : `${row.line} ${row.source}|${row.target}`,
    );
  }
  return rows;
}

test('lines: LF, CRLF, byte order mark, no end of line, empty lines', async () => {
  const file = folder.write('a.txt', '\ufeffeins\r\nzw\rei\n\n\ufeffdrei');
  assert.deepEqual(await textsOf(file), ['eins', 'zw\rei', '', '\ufeffdrei']);
  assert.deepEqual(await textsOf(folder.write('b.txt', '\n')), ['']);
});

test('lines: gzip by its content, also in several members, whatever it is called', async () => {
  const bytes = Buffer.concat([gzipSync('eins\nzw'), gzipSync('ei\n')]);
  assert.deepEqual(await textsOf(folder.write('a.gz', bytes)), ['eins', 'zwei']);
  assert.deepEqual(await textsOf(folder.write('packed', bytes)), ['eins', 'zwei']);
});

test('lines: characters that chunks cut apart stay whole', async () => {
  const line = 'ä€😀'.repeat(20_000);
  const file = folder.write('wide.txt', `x${line}\n${line}\n`);
  assert.deepEqual(await textsOf(file), [`x${line}`, line]);
});

test('lines: what is not UTF-8 or too long comes as a bad line', async () => {
  const bytes = Buffer.concat([Buffer.from('gut\nschl'), Buffer.from([0xfc, 0x63]), Buffer.from('\nwieder gut\n')]);
  assert.deepEqual(await textsOf(folder.write('latin1.txt', bytes)), ['gut', '2 invalid-utf8', 'wieder gut']);
  const long = `${'a'.repeat(1_000_001)}\n${'a'.repeat(1_000_000)}\n${'b'.repeat(7_000_000)}\nend`;
  const lines = await textsOf(folder.write('long.txt', long));
  assert.deepEqual([lines[0], lines[1].length, ...lines.slice(2)], ['1 long-line', 1_000_000, '3 long-line', 'end']);
  const utf16 = folder.write('utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('ab\n', 'utf16le')]));
  for await (const line of readLines(utf16)) {
    if (line.line === 1) assert.match('message' in line ? line.message : '', /UTF-16, expected UTF-8/);
  }
});

test('files: missing, a folder, empty, not gzip, broken gzip', async () => {
  await rejects(textsOf(`${folder.path}/none.txt`), /none\.txt: no such file\n {2}Paths are relative/);
  await rejects(textsOf(folder.path), /this is a folder/);
  await rejects(textsOf(folder.write('empty.txt', '')), /the file is empty/);
  await rejects(textsOf(folder.write('mark.txt', '\ufeff')), /the file is empty/);
  await rejects(textsOf(folder.write('empty.gz', '')), /the file is empty/);
  await rejects(textsOf(folder.write('packedEmpty.gz', gzipSync(''))), /the file is empty/);
  await rejects(textsOf(folder.write('plain.gz', 'text')), /ends with \.gz but the file is not gzip/);
  const packed = gzipSync(Array.from({ length: 9999 }, (_, index) => `line ${index}\n`).join(''));
  const cut = folder.write('cut.gz', packed.subarray(0, -100));
  await assert.rejects(textsOf(cut), /the gzip file is broken: it ends too early/);
  packed[packed.length - 5] ^= 1;
  await assert.rejects(textsOf(folder.write('flipped.gz', packed)), /the gzip file is broken: incorrect/);
});

test('text: pairs by line; what is wrong is told of the file that it is wrong in', async () => {
  const pair = { source: 'de', target: 'en' };
  const source = folder.write('de', 'eins\n\nzwei\n');
  const target = folder.write('en', 'one\nx\ntwo\n');
  assert.deepEqual(await rowsOf(pair, source, target), ['1 eins|one', '2 |x', '3 zwei|two']);
  const half = folder.write('half', 'one\ntwo\n \n');
  assert.deepEqual(await rowsOf(pair, target, half), [
    '1 one|one',
    '2 x|two',
    '3 empty-sentence: the translation is empty',
  ]);
});

test('text: lines without a partner', async () => {
  const pair = { source: 'de', target: 'en' };
  const short = folder.write('short', 'a\n');
  const long = folder.write('long', 'x\ny\nz\n');
  const message = `${short} ends after 1 lines, ${long} has 3: both need one sentence a line`;
  const rows = [`2 unpaired-line: ${message}`, `3 unpaired-line: ${message}`];
  assert.deepEqual(await rowsOf(pair, short, long), ['1 a|x', ...rows]);
  assert.deepEqual(await rowsOf(pair, long, short), ['1 x|a', ...rows]);
});

test('tsv: columns by number and by name', async () => {
  const file = folder.write('a.tsv', 'de\ten\tid\nHund\tdog\t1\nKatze\n');
  const missing = (column: number) =>
    `3 missing-column: column ${column} is missing: the line has 1, separated by tabs`;
  assert.deepEqual(await rowsOf({ file, format: 'tsv', source: 'en', target: 'de' }, file), ['2 dog|Hund', missing(2)]);
  assert.deepEqual(await rowsOf({ file, format: 'tsv', source: 3, target: 'de' }, file), ['2 1|Hund', missing(3)]);
  assert.deepEqual(await rowsOf({ file, format: 'tsv', source: 1, target: 2 }, file), [
    '1 de|en',
    '2 Hund|dog',
    missing(2),
  ]);
});

test('tsv: names that are missing or doubled', async () => {
  const file = folder.write('b.tsv', 'german\tenglish\tgerman\na\tb\tc\n');
  const named = (source: string) => rowsOf({ file, format: 'tsv', source, target: 'english' }, file);
  await rejects(named('englisch'), /no column named `englisch`; did you mean `english`\?\n.*`german`, `english`/, 1);
  await rejects(named('german'), /two columns are named `german`/, 1);
});

test('jsonl: keys, keys within objects, and every way to be wrong', async () => {
  const lines = [
    '{"translation": {"de": "Hund", "en": "dog"}}',
    '{"translation.de": "Katze", "translation": {"en": "c\\nat"}}',
    'no json',
    '["a"]',
    '{"translation": {"de": "x"}}',
    '{"translation": {"de": 1, "en": "x"}}',
    '{"translation": {"de": "\\ud800", "en": "x"}}',
  ];
  const file = folder.write('a.jsonl', lines.join('\n'));
  assert.deepEqual(await rowsOf({ file, format: 'jsonl', source: 'translation.de', target: 'translation.en' }, file), [
    '1 Hund|dog',
    '2 Katze|c at',
    '3 malformed-json: the line is not JSON; one object a line is expected',
    '4 malformed-json: the line is not a JSON object',
    '5 missing-key: the key `translation.en` is missing',
    '6 missing-key: `translation.de` is not a text',
    '7 invalid-utf8: `translation.de` holds half a surrogate pair',
  ]);
});

test('toy grammar: the same seed gives the same sentences, a longer text starts with the shorter', async () => {
  const toy = (sentences: number, seed: number) => rowsOf({ generate: 'toy-grammar', sentences, seed });
  const short = await toy(20, 1);
  assert.deepEqual((await toy(50, 1)).slice(0, 20), short);
  const other = await toy(20, 2);
  assert.equal(other.filter((row) => short.includes(row)).length, 0);
});
