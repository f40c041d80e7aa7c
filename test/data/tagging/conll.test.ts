import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ConllFormat, readConll } from '../../../src/data/conll/readConll.ts';
import { readTagged, type TaggedFormat } from '../../../src/data/conll/readTagged.ts';
import { entitiesOf, firstAgainst, isTag, type TagScheme, tagsOf } from '../../../src/data/conll/tagScheme.ts';
import { RandomSequence } from '../../../src/data/random.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const { write } = temporaryFolder();
const usual: ConllFormat = { word: 'first', tag: 'last' };
const anyScheme: TaggedFormat = { ...usual, scheme: 'auto' };

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function read(content: string | Uint8Array, format: Partial<ConllFormat> = {}) {
  const name = typeof content === 'string' ? 'a.conll' : 'a.conll.gz';
  return await all(readConll(write(name, content), { ...usual, ...format }));
}

const readAs = (content: string, wanted: TagScheme | 'plain', format: Partial<TaggedFormat> = {}) =>
  all(readTagged(write('b.conll', content), { ...anyScheme, ...format }, wanted));

test('sentences end at empty lines, at marks of documents, and at the end of the file', async () => {
  const text =
    '-DOCSTART- -X- O O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n\n\nPeter NNP I-NP I-PER\n-DOCSTART- -X- O O\nOk UH O O';
  const sentences = await read(text);
  assert.deepEqual(
    sentences.map(({ words, tags, lines }) => [words, tags, lines]),
    [
      [
        ['EU', 'rejects'],
        ['I-ORG', 'O'],
        [3, 4],
      ],
      [['Peter'], ['I-PER'], [7]],
      [['Ok'], ['O'], [9]],
    ],
  );
});

test('CRLF, a byte order mark, spaces at the end, tabs and gzip change nothing', async () => {
  const plain = 'Die O\nBank I-ORG\n\nJa O\n';
  const expected = await read(plain);
  const forms = [
    plain.replaceAll('\n', '\r\n'),
    `\ufeff${plain}`,
    plain.replaceAll('\n', '  \n'),
    plain.replaceAll(' ', '\t'),
  ];
  for (const form of forms) assert.deepEqual(await read(form), expected);
  const packed = await read(gzipSync(plain));
  assert.deepEqual(
    packed.map(({ words, tags }) => [words, tags]),
    expected.map(({ words, tags }) => [words, tags]),
  );
});

test('columns are chosen by number or place; comments are lines that begin as is said', async () => {
  const text = '# id 1\n1\tBonn\tO\tB-LOC\n2\t#\tO\tO\n';
  const [sentence] = await read(text, { word: 2, tag: 4, comments: '# ' });
  assert.deepEqual(sentence?.words, ['Bonn', '#']);
  assert.deepEqual(sentence?.tags, ['B-LOC', 'O']);
  assert.deepEqual(sentence?.lines, [2, 3]);
});

test('a line that is not as the others are is told with its place', async () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  await rejects(read('a O\nb X O\n'), /a.conll:2: the line has 3 columns, those before it 2.*comments/s, 2);
  await rejects(read('a O\n\nb\n'), /a.conll:3: the line has 1 column, those/, 3);
  await rejects(read('a O\n', { word: 3 }), /column 3 is missing: the line has 2/, 1);
  await rejects(read('a\tO\n\tO\n'), /column 1 is empty/, 2);
  await rejects(read('a\tO\nb c\tO\n'), /`b c` has a space in it/, 2);
  await rejects(read('a O\nb B-\u00a0x\n'), /has a space in it/, 2);
  await rejects(all(readConll(write('c.conll', bytes('a O\n\xe9 O\n')), usual)), /not valid UTF-8/, 2);
  await rejects(all(readConll(write('d.conll', ''), usual)), /the file is empty/);
  await rejects(all(readConll('no/such.conll', usual)), /no such file/);
});

test('tags that are none are refused, unless tags are plain', async () => {
  await rejects(readAs('a O\n\nb O\nc NN\n', 'iob2'), /b.conll:4: `NN` is no tag of an entity.*scheme: plain/s, 4);
  await rejects(readAs('a B-\n', 'iob2'), /`B-` is no tag/, 1);
  const [sentence] = await readAs('a DT\nb NN\n', 'plain');
  assert.deepEqual(sentence?.tags, ['DT', 'NN']);
});

test('a file that is stated to have a scheme is held to it', async () => {
  const wrong = 'a O\n\nb O\n# c\nc I-PER\n';
  await rejects(
    readAs(wrong, 'iob2', { scheme: 'iob2', comments: '#' }),
    /b.conll:5: I-PER cannot stand here in IOB2 after O/,
    5,
  );
  await rejects(readAs('a B-PER\n', 'iob2', { scheme: 'iob1' }), /:1: B-PER cannot stand here in IOB1/, 1);
  await rejects(
    readAs('a B-PER\nb I-PER\n', 'iob2', { scheme: 'iobes' }),
    /:2: I-PER cannot stand here in IOBES after B-PER/,
    2,
  );
  const [sentence] = await readAs('a I-PER\nb B-PER\n', 'iob2', { scheme: 'iob1' });
  assert.deepEqual(sentence?.tags, ['B-PER', 'B-PER']);
});

test('every scheme is read as what it means, and written as what was chosen', async () => {
  const entities = [
    { start: 0, end: 1, type: 'A' },
    { start: 1, end: 4, type: 'A' },
    { start: 5, end: 7, type: 'B-C' },
  ];
  const written: Record<TagScheme, string> = {
    iob1: 'I-A B-A I-A I-A O I-B-C I-B-C O',
    iob2: 'B-A B-A I-A I-A O B-B-C I-B-C O',
    iobes: 'S-A B-A I-A E-A O B-B-C E-B-C O',
  };
  const others = ['U-A B-A I-A L-A O B-B-C L-B-C O', 'E-A I-A I-A E-A O I-B-C E-B-C O'];
  for (const tags of [...Object.values(written), ...others])
    assert.deepEqual(entitiesOf(tags.split(' ')), entities, tags);
  for (const [scheme, tags] of Object.entries(written) as [TagScheme, string][]) {
    assert.equal(tagsOf(entities, 8, scheme).join(' '), tags);
    assert.equal(firstAgainst(tags.split(' '), scheme), undefined);
  }
});

test('whatever tags stand in a row, their entities are the same after being written in any scheme', () => {
  const random = new RandomSequence(1, 'tags');
  const all = ['O', ...['A', 'B'].flatMap((type) => [...'BIESLU'].map((prefix) => `${prefix}-${type}`))];
  assert.ok(all.every(isTag));
  for (let round = 0; round < 2000; round++) {
    const tags = Array.from({ length: 1 + Math.floor(random.next() * 8) }, () => random.pick(all));
    const entities = entitiesOf(tags);
    for (const scheme of ['iob1', 'iob2', 'iobes'] as const)
      assert.deepEqual(entitiesOf(tagsOf(entities, tags.length, scheme)), entities, tags.join(' '));
  }
});
