import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SampledToken, SampleRecord } from '../../src/runs/events.ts';
import type { Translate } from '../../src/samples/names.ts';
import {
  examplesPerPage,
  pagesOf,
  type SamplesPageInput,
  samplesPage,
  sequenceAt,
} from '../../src/samples/samplesDocument.ts';

const t: Translate = (english, ...values) =>
  english.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));

const tokens = (...texts: string[]): SampledToken[] => texts.map((text, id) => ({ text, id, rank: id + 1 }));

const sample = (changed: Partial<SampleRecord> = {}): SampleRecord => ({
  ...{ step: 20, split: 'valid', example: 0, origin: 'beam', source: 'ein Hund', reference: 'a dog' },
  ...{ text: 'a cat', tokens: tokens('▁a', '▁cat', '</s>'), ...changed },
});

const input = (changed: Partial<SamplesPageInput> = {}): SamplesPageInput => ({
  ...{ experiment: 'Copy', variant: 'mle', seed: 1, split: 'valid', step: 20, page: 0, total: 2 },
  samples: [sample({ origin: 'reference', text: 'a dog', tokens: tokens('▁a', '▁dog', '</s>') }), sample()],
  ...changed,
});

const size = (text: string) => ({ lines: text.split('\n').length, bytes: Buffer.byteLength(text) });

test('a page says what it is of, and shows each example in lines of one form', () => {
  const { text } = samplesPage(input({ samples: [...input().samples, sample({ example: 4, tokens: [] })] }), t);
  assert.equal(
    text,
    [
      'mle · seed 1 · Copy',
      'Validation text · step 20 · examples 1 to 2 of 2 · page 1 of 1',
      '',
      'Example 1',
      '  Source     ein Hund',
      '  Reference  a dog◂',
      '  Beam       a cat◂',
      '',
      'Example 5',
      '  Source     ein Hund',
      '  Reference  a dog',
      '  Beam       a cat',
      '',
    ].join('\n'),
  );
});

test('every position of a sequence has its token', () => {
  const page = samplesPage(input(), t);
  const at = (line: number, column: number) => sequenceAt(page, line, column)?.span?.token.text;
  assert.deepEqual(
    [13, 14, 15, 17, 18, 19].map((column) => at(6, column)),
    ['▁a', undefined, '▁cat', '▁cat', '</s>', undefined],
  );
  assert.equal(at(5, 15), '▁dog');
  assert.equal(sequenceAt(page, 6, 0)?.sample.text, 'a cat');
  assert.equal(sequenceAt(page, 4, 15), undefined);
  assert.equal(sequenceAt(page, 99, 0), undefined);
});

test('tokens that do not add up to the text stand behind it', () => {
  const page = samplesPage(input({ samples: [sample({ tokens: tokens('x', '', 'y z') })] }), t);
  const line = page.text.split('\n')[6] as string;
  assert.equal(line, '  Beam       a cat   ⟨x  y z⟩');
  assert.equal(sequenceAt(page, 6, line.indexOf('z'))?.span?.token.text, 'y z');
  assert.equal(sequenceAt(page, 6, 14)?.span, undefined);
});

test('no text makes a second line, hides, or turns around what follows', () => {
  const hostile = 'a\r\nb\u2028c\u0085d\u202egnp.exe\u0000\u200b\ud800 <script>alert(1)</script>\ue000עברית';
  const all = { source: hostile, reference: hostile, text: hostile, tokens: tokens(hostile) };
  const page = samplesPage(
    input({
      variant: hostile,
      experiment: hostile,
      samples: [sample(all), sample({ ...all, origin: hostile as never })],
    }),
    t,
  );
  const lines = page.text.split('\n');
  assert.equal(lines.length, 9);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  assert.doesNotMatch(page.text, /[\u0000-\u0009\u000b-\u001f\u0080-\u009f\u200b\u2028\u202e]|\p{Surrogate}/u);
  assert.ok(lines[6]?.includes('<script>alert(1)</script>') && lines[6].includes('⟨U+202E⟩gnp.exe'));
  const column = (lines[6] as string).indexOf('alert');
  assert.equal(sequenceAt(page, 6, column)?.span?.token.text, hostile);
});

test('a token that is nothing that a reader knows is passed over', () => {
  const odd = [null, 1, { text: 5 }, { text: 'a' }, { text: 'cat' }] as unknown as SampledToken[];
  const { text, sequences } = samplesPage(input({ samples: [sample({ tokens: odd })] }), t);
  assert.match(text, /Beam {7}a cat\n/);
  assert.equal(sequences.get(6)?.spans.length, 2);
  assert.match(samplesPage(input({ samples: [sample({ tokens: 'no list' as never })] }), t).text, /a cat\n/);
});

test('a line of a megabyte, many of them, and many sequences of one example fit into a page', (context) => {
  const long = '\u202e<b>'.repeat(250_000);
  const longTokens = Array.from({ length: 100_000 }, (_, id): SampledToken => ({ text: `t${id}`, id }));
  const cases: Record<string, SampleRecord[]> = {
    'one long line': [sample({ text: long, source: long, reference: long, tokens: longTokens })],
    'a page of long lines': Array.from({ length: 2 * examplesPerPage }, (_, at) =>
      sample({ example: at >> 1, text: long, tokens: at % 10 === 0 ? longTokens : [] }),
    ),
    'many sequences': Array.from({ length: 100_000 }, (_, at) => sample({ example: at % examplesPerPage, text: long })),
    'wide characters': [sample({ text: '😀'.repeat(1_000_000), tokens: [] })],
  };
  for (const [name, samples] of Object.entries(cases)) {
    const start = performance.now();
    const { text } = samplesPage(input({ samples }), t);
    const { lines, bytes } = size(text);
    context.diagnostic(`${name}: ${lines} lines, ${bytes} bytes, ${Math.round(performance.now() - start)} ms`);
    assert.ok(lines < 3000 && bytes < 4_000_000 && text.split('\n').every((line) => line.length < 6000));
    assert.match(text, /… \d+ characters in all/);
    assert.doesNotMatch(text, /\p{Surrogate}/u);
  }
  assert.match(samplesPage(input({ samples: cases['many sequences'] ?? [] }), t).text, /and 1950 more/);
});

test('100,000 examples are pages', () => {
  assert.equal(pagesOf(100_000), 2000);
  assert.equal(pagesOf(0), 1);
  const { text } = samplesPage(input({ page: 1999, total: 100_000 }), t);
  assert.match(text, /examples 99951 to 100000 of 100000 · page 2000 of 2000/);
  assert.match(samplesPage(input({ total: 0, samples: [] }), t).text, /no samples · page 1 of 1\n$/);
});
