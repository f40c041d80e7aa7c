import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bleu } from '../../src/metrics/bleu.ts';
import { chrf } from '../../src/metrics/chrf.ts';
import { lowerCase } from '../../src/metrics/pythonText.ts';
import { metrics } from '../../src/metrics/registry.ts';
import { tokenizers } from '../../src/metrics/tokenizers/registry.ts';

const defaults = bleu.parameters.parse({});

test('the defaults give the signatures that papers quote', () => {
  const score = bleu.score(['the cat'], [['the cat']], defaults);
  assert.equal(score.signature, 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0');
  assert.equal(
    chrf.score(['the cat'], [['the cat']], chrf.parameters.parse({})).signature,
    'nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0',
  );
});

test('BLEU of a case that can be computed by hand', () => {
  // 5 of 6 words, 3 of 5 pairs, 1 of 4 triples, 0 of 3 quadruples (smoothed to 1/2); c = r = 6.
  const { score, details } = bleu.score(
    ['the cat sat on a mat'],
    [['the cat sits on a mat']],
    bleu.parameters.parse({ tokenize: 'none' }),
  );
  assert.deepEqual(
    [details.counts, details.totals],
    [
      [5, 3, 1, 0],
      [6, 5, 4, 3],
    ],
  );
  const expected = 100 * ((5 / 6) * (3 / 5) * (1 / 4) * (1 / 6)) ** 0.25;
  assert.ok(Math.abs(score - expected) < 1e-12 * expected);
});

test('a hypothesis word is matched no more often than the reference with most of it has it', () => {
  const { details } = bleu.score(['the the the'], [['the cat'], ['the the dog']], defaults);
  assert.deepEqual(details.counts, [2, 1, 0, 0]);
});

test('of two equally near reference lengths the shorter one counts', () => {
  const { details } = bleu.score(['a b c'], [['a b c d'], ['a b']], defaults);
  assert.equal(details.ref_len, 2);
});

test('a sentence that is too short for four words is scored over the orders it has', () => {
  assert.ok(Math.abs(bleu.sentenceScore('two dogs', ['two dogs'], defaults) - 100) < 1e-9);
  assert.equal(bleu.score(['two dogs'], [['two dogs']], defaults).score, 0);
});

test('lists that do not fit together are refused', () => {
  assert.throws(() => bleu.score(['a', 'b'], [['a']], defaults), /2 hypotheses, but 1 references/);
  assert.throws(() => bleu.score(['a', 'b'], [['a', undefined]], defaults), /Segment 2 has no reference/);
  assert.throws(() => chrf.score([], [[]], chrf.parameters.parse({})), /no hypotheses/);
});

test('a smoothing value is without effect where the method takes none', () => {
  const effect = (options: object) => bleu.withoutEffect?.(bleu.parameters.parse(options));
  assert.equal(effect({ smoothValue: 0.5 })?.path, 'smoothValue');
  assert.equal(effect({ smoothMethod: 'floor', smoothValue: 0.5 }), undefined);
  assert.equal(effect({}), undefined);
});

test('lower case is as Python makes it: final sigma, dotted capital I, letters outside the basic plane', () => {
  const cases = JSON.parse(readFileSync('test/fixtures/metrics/lowercase.json', 'utf8')) as Record<string, string>;
  assert.ok(Object.keys(cases).length > 30);
  for (const [text, lower] of Object.entries(cases)) assert.equal(lowerCase(text), lower, text);
});

test('tokenizers split as their definitions say', () => {
  const text = "Mr. O'Neil paid $1,000.50 (&quot;half&quot;) in 2016-17";
  assert.equal(tokenizers['13a'](text).join(' '), 'Mr . O\'Neil paid $ 1,000.50 ( " half " ) in 2016 - 17');
  assert.equal(tokenizers.intl(text).join(' '), "Mr . O ' Neil paid $ 1,000.50 ( & quot ; half & quot ; ) in 2016-17");
  assert.deepEqual(tokenizers.char('a 😀\u00a0b'), ['a', '😀', 'b']);
  assert.deepEqual(tokenizers.none(' a.\u001cb\ufeff '), ['a.', 'b\ufeff']);
});

test('the tokenizer intl knows punctuation, symbols and numbers that are newer than the running Node', () => {
  assert.deepEqual(tokenizers.intl('a\u2e60b'), ['a', '\u2e60', 'b']);
  assert.deepEqual(tokenizers.intl('a\u20c2b'), ['a', '\u20c2', 'b']);
  assert.deepEqual(tokenizers.intl('3\u{12550}.'), ['3\u{12550}.']);
});

test('every parameter of a metric is described and has a default or may be absent', () => {
  for (const { parameters } of Object.values(metrics)) {
    parameters.parse({});
    for (const field of Object.values(parameters.shape)) assert.ok(field.description);
  }
});

/** Texts of words that repeat, from a linear congruential generator. */
function texts(count: number, seed: number): string[] {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => Array.from({ length: 5 + next(16) }, () => `word${next(300)}`).join(' '));
}

test('a corpus of 50,000 segments is scored in bounded memory', () => {
  const [hypotheses, references] = [texts(50_000, 1), texts(50_000, 2)];
  const before = process.resourceUsage().maxRSS;
  const { details } = bleu.score(hypotheses, [references], defaults);
  assert.ok((details.sys_len as number) > 500_000);
  const kibibytes = process.resourceUsage().maxRSS - before;
  assert.ok(kibibytes < 100 * 1024, `${kibibytes} KiB more`);
});

test('one very long segment is scored, and the next ones as before', () => {
  const long = texts(3000, 3).join(' ');
  const score = chrf.score([long, 'a b'], [[long, 'a c']], chrf.parameters.parse({ wordOrder: 2 }));
  assert.ok(score.score > 99.9 && score.score < 100);
});
