import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  compareSentences,
  type SentenceQuery,
  sentenceTable,
  type TestedRun,
} from '../../src/runs/compareSentences.ts';
import { disagreement } from '../../src/runs/disagreement.ts';
import { readTestHypotheses } from '../../src/runs/readTestHypotheses.ts';
import { createRunFolder } from '../../src/runs/runFolder.ts';
import { isWithin } from '../withinTime.ts';
import { exampleManifest, exampleSample, withFolder } from './exampleRuns.ts';
import { exampleText, writeTestedRun } from './testedRuns.ts';

const query = (changed: Partial<SentenceQuery> = {}): SentenceQuery => ({
  ...{ order: 'document', metric: 'bleu', base: 'a', other: 'b', filter: '', first: 0, count: 10, ...changed },
});

/** A run whose sentence `n` scores `scores[n]`. */
const tested = (label: string, seed: number, texts: string[], scores: (number | undefined)[]): TestedRun => ({
  ...{ label, run: `/runs/${label}${seed}`, seed },
  hypotheses: texts.map((text, example) => ({
    ...{ example, source: `Quelle ${example}`, reference: `reference ${example}`, text },
    scores: Object.fromEntries(scores[example] === undefined ? [] : [['bleu', scores[example]]]),
  })),
});

const table = () =>
  sentenceTable([
    tested('a', 1, ['the cat', 'a dog', 'one two', 'x'], [10, 50, 40, 1]),
    tested('a', 2, ['the cat', 'a dog', 'one two', 'x'], [30, 50, 40, undefined]),
    tested('b', 1, ['the cat', 'a wolf', 'two one', 'y'], [70, 40, 45, undefined]),
  ]);

const examples = async (changed: Partial<SentenceQuery>) => {
  const { sentences } = await compareSentences(table(), query(changed));
  return sentences.map(({ example }) => example);
};

test('sentences are ordered by document, by disagreement and by what the other row gains', async () => {
  assert.deepEqual(await examples({}), [0, 1, 2, 3]);
  // "y" and "x" have nothing in common; "a wolf" shares a word; the order alone differs in "two one".
  assert.deepEqual(await examples({ order: 'disagreement' }), [3, 1, 2, 0]);
  // 70 − 20, 45 − 40, 40 − 50; the last has no score of the other row.
  assert.deepEqual(await examples({ order: 'better' }), [0, 2, 1, 3]);
  assert.deepEqual(await examples({ order: 'worse' }), [1, 2, 0, 3]);
  assert.deepEqual(await examples({ order: 'better', metric: 'chrf' }), [0, 1, 2, 3]);
});

test('a page has every version of its sentences', async () => {
  const page = await compareSentences(table(), query({ first: 1, count: 1 }));
  assert.equal(page.total, 4);
  assert.deepEqual(page.sentences, [
    {
      ...{ example: 1, source: 'Quelle 1', reference: 'reference 1' },
      hypotheses: [
        { label: 'a', run: '/runs/a1', seed: 1, text: 'a dog', score: 50 },
        { label: 'a', run: '/runs/a2', seed: 2, text: 'a dog', score: 50 },
        { label: 'b', run: '/runs/b1', seed: 1, text: 'a wolf', score: 40 },
      ],
    },
  ]);
});

test('a filter finds text in any version, whatever its case', async () => {
  assert.deepEqual(await examples({ filter: 'WOLF' }), [1]);
  assert.deepEqual(await examples({ filter: 'quelle 2' }), [2]);
  assert.deepEqual(await examples({ filter: 'reference' }), [0, 1, 2, 3]);
  const { total, sentences } = await compareSentences(table(), query({ filter: 'nowhere' }));
  assert.deepEqual([total, sentences], [0, []]);
});

test('runs of another test text are left out with the reason', async () => {
  const other = tested('c', 1, ['the cat'], [1]);
  const mixed = sentenceTable([tested('n', 1, [], []), ...table().runs, other]);
  assert.deepEqual(
    mixed.runs.map(({ run }) => run),
    ['/runs/a1', '/runs/a2', '/runs/b1'],
  );
  const { reason } = await compareSentences(mixed, query());
  assert.equal(reason, 'n seed 1 has not been tested on a test text; c seed 1 was tested on another text');
  assert.deepEqual(await compareSentences(sentenceTable([]), query({ order: 'disagreement' })), {
    total: 0,
    sentences: [],
  });
});

test('disagreement is the share of n-grams that pairs do not have in common', () => {
  assert.equal(disagreement(['a b', 'a b', 'a b']), 0);
  assert.equal(disagreement(['a b', 'c d']), 1);
  // Of 3 + 3 n-grams, "b", "a b", "c" and "a c" are in one alone.
  assert.equal(disagreement(['a b', 'a c']), 4 / 6);
  assert.equal(disagreement(['a b', 'b a']), 2 / 6);
  // Over pairs: 4 of 6, 0 of 6 and 4 of 6.
  assert.ok(Math.abs(disagreement(['a b', 'a c', 'a c']) - 8 / 18) < 1e-12);
  assert.equal(disagreement(['', 'a']), 1);
  assert.equal(disagreement(['', ' ']), 0);
  assert.equal(disagreement(['alone']), 0);
});

test('20 runs of 10,000 sentences are compared without holding up other work', async (context) => {
  const runs = Array.from({ length: 20 }, (_, seed) => {
    const { texts } = exampleText(10_000, (sentence, word) => (sentence * 31 + word * 7 + seed * 13) % 5 === 0);
    return tested(
      seed % 2 ? 'a' : 'b',
      seed,
      texts,
      texts.map((_, at) => (at * 17 + seed) % 100),
    );
  });
  const large = sentenceTable(runs);
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  for (const order of ['disagreement', 'disagreement', 'better'] as const) {
    const start = performance.now();
    const { total } = await compareSentences(large, query({ order, filter: 'w1' }));
    context.diagnostic(`${order}: ${total} sentences, ${Math.round(performance.now() - start)} ms`);
  }
  clearInterval(timer);
  context.diagnostic(`longest time without a pause: ${Math.round(longest)} ms`);
  assert.ok(isWithin(500, longest), `${longest} ms`);
  const controller = new AbortController();
  const given = compareSentences(sentenceTable(runs), query({ order: 'disagreement' }), controller.signal);
  controller.abort(new Error('closed'));
  await assert.rejects(given, /closed/);
});

test('the test that counts is read: the newest attempt, hypotheses alone, damaged lines left out', () =>
  withFolder(async (parent) => {
    const folder = writeTestedRun(parent, { variant: 'mle', seed: 1, ...exampleText(5, () => false) });
    const file = join(folder, 'samples.jsonl');
    appendFileSync(file, '{"split":"test"\n{"split":"test","example":"1","step":3}\nnull\n');
    appendFileSync(file, `${JSON.stringify(exampleSample(3, { split: 'test', example: 2, origin: 'reference' }))}\n`);
    appendFileSync(file, '{"torn "split":"test"');
    const read = await readTestHypotheses(folder);
    assert.deepEqual(
      read.map(({ example, text, reference }) => [example, text === reference]),
      [0, 1, 2, 3, 4].map((example) => [example, true]),
    );
    assert.ok(read.every(({ scores }) => scores.bleu! > 99));

    const writer = createRunFolder(parent, exampleManifest({ variant: 'resumed' }));
    const sample = (text: string, step: number) =>
      writer.sample(exampleSample(step, { split: 'test', origin: 'beam', text }));
    sample('before', 5);
    writer.event({ kind: 'resumed', fromStep: 3 });
    sample('after', 4);
    writer.close();
    assert.deepEqual(
      (await readTestHypotheses(writer.folder)).map(({ text }) => text),
      ['after'],
    );
    assert.deepEqual(await readTestHypotheses(join(parent, 'none')), []);
  }));
