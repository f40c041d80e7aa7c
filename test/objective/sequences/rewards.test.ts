import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { specialTokens } from '../../../src/data/batch.ts';
import { bleuReward } from '../../../src/objective/sequences/bleuReward.ts';
import { CiderScorer } from '../../../src/objective/sequences/ciderScorer.ts';
import { ReferenceGrams } from '../../../src/objective/sequences/referenceGrams.ts';
import { assertClose } from '../../ops/closeTo.ts';
import { batchOf, corpusWith } from './corpora.ts';

interface Fixture {
  tokens: string[];
  sources: { references: number[][]; sampled: number[][] }[];
  scores: Record<'single' | 'merged' | 'mean' | 'max' | 'addOne' | 'characters' | 'ciderD' | 'cider', number[]>[];
}
const fixture: Fixture = JSON.parse(
  gunzipSync(readFileSync('test/fixtures/objective/rewards.json.gz')).toString('utf8'),
);
const { sources, tokens, scores } = fixture;
const corpus = {
  ...corpusWith(
    sources.map(({ references }) => references),
    tokens.length,
  ),
  tokens,
};
/** The example of each source's first reference. */
const examples = sources.map((_, source) =>
  sources.slice(0, source).reduce((sum, { references }) => sum + references.length, 0),
);
const gold = batchOf(
  sources.map(({ references }) => references[0]!),
  { examples },
);

const bleuCases = [
  ['single', { references: 'single' }],
  ['merged', { references: 'merged' }],
  ['mean', { references: 'mean' }],
  ['max', { references: 'max' }],
  ['addOne', { references: 'single', smoothing: 'add-one' }],
  ['characters', { references: 'single', smoothing: 'add-one', unit: 'char' }],
] as const;
for (const [name, given] of bleuCases) {
  test(`sentence BLEU-4, ${name}: 2,800 segments equal the reference program's scores`, () => {
    const reward = bleuReward({ unit: 'token', smoothing: 'add-one-from-2', ...given }, corpus);
    // Twice over, the second time with the counts that were kept.
    for (const [draw, expected] of [...scores.entries(), ...scores.entries()]) {
      const found = sources.map(({ sampled }, row) => reward(Int32Array.from(sampled[draw]!), gold, row));
      assertClose(found, expected[name], `draw ${draw}`, 1e-12);
    }
  });
}

for (const [form, name] of [
  ['cider-d', 'ciderD'],
  ['cider', 'cider'],
] as const) {
  test(`${form}: 2,800 segments equal the reference program's scores`, () => {
    const scorer = new CiderScorer(corpus, form);
    const vectors = sources.map(({ references }) => references.map((words) => scorer.vector(words)));
    for (const [draw, expected] of scores.entries()) {
      const found = sources.map(({ sampled }, row) => scorer.score(sampled[draw]!, vectors[row]!));
      assertClose(found, expected[name], `draw ${draw}`, 1e-12);
    }
  });
}

test('BLEU-4 of the toy: the cat sat on a mat', () => {
  const words = [...specialTokens, 'the', 'cat', 'sat', 'on', 'mat', 'a'];
  const ids = (text: string) => Int32Array.from(text.split(' '), (word) => words.indexOf(word));
  const reference = ids('the cat sat on the mat');
  const sampled = ids('the cat sat on a mat');
  const toy = { ...corpusWith([[[...reference]]], words.length), tokens: words };
  const score = (unit: 'token' | 'char', smoothing: 'add-one-from-2' | 'add-one') =>
    bleuReward({ unit, smoothing, references: 'single' }, toy)(sampled, batchOf([reference]), 0);
  assertClose([score('token', 'add-one-from-2')], [0.638943], 'from bigrams on', 1e-6);
  assertClose([score('token', 'add-one')], [0.643459], 'at all orders', 1e-6);
  assertClose([score('char', 'add-one')], [0.78323], 'characters', 1e-6);
});

test('a sequence that equals a reference has BLEU 1, one without a common word has 0', () => {
  const grams = new ReferenceGrams([[4, 5, 6, 7, 8], [4, 5, 9]]); // biome-ignore format: references
  for (const smoothing of ['add-one-from-2', 'add-one'] as const) {
    assertClose([grams.bleu([4, 5, 6, 7, 8], smoothing), grams.bleu([4, 5, 9], smoothing)], [1, 1], smoothing, 1e-12);
  }
  assert.equal(grams.bleu([10, 11, 12], 'add-one-from-2'), 0);
  assert.ok(grams.bleu([10, 11, 12], 'add-one') > 0);
});

test('CIDEr of the only reference itself is 10, and of nothing in common 0', () => {
  const sources = [[[4, 5, 6, 7, 8]], [[9, 10, 11, 12]], [[13, 14, 15, 16]]];
  for (const form of ['cider-d', 'cider'] as const) {
    const scorer = new CiderScorer(corpusWith(sources, 20), form);
    const references = [scorer.vector([4, 5, 6, 7, 8])];
    assertClose([scorer.score([4, 5, 6, 7, 8], references)], [10], form, 1e-12);
    assert.equal(scorer.score([9, 10, 11, 12], references), 0);
    assert.equal(scorer.score([17, 17, 17, 18, 17, 17], references), 0);
    assertClose([scorer.score([4, 5, 6, 7, 8], references)], [10], 'nothing is left of the sequence before', 1e-12);
  }
});
