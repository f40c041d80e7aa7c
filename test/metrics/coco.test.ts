import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { bindToCorpus } from '../../src/metrics/bindToCorpus.ts';
import type { Metric } from '../../src/metrics/metric.ts';
import { captionText } from '../../src/metrics/ptb/captionText.ts';
import { ptbTokens } from '../../src/metrics/ptb/ptbTokens.ts';
import { referenceLists } from '../../src/metrics/referenceLists.ts';
import { metrics } from '../../src/metrics/registry.ts';
import { packStatistics } from '../../src/metrics/resampling.ts';
import { testAgainstBase } from '../../src/metrics/significance.ts';

interface Corpus {
  hypotheses: string[];
  /** By segment. */
  references: string[][];
  scores: Record<string, { score: number; segments: number[] }>;
}

/** Made by test/oracles/coco_fixture.py with pycocoevalcap 1.2 (Stanford CoreNLP 3.4.1). */
const fixture = JSON.parse(gunzipSync(readFileSync('test/fixtures/metrics/coco.json.gz')).toString('utf8')) as {
  lines: [string, string][];
  noise: [string, string][];
  corpora: Record<string, Corpus>;
};

const computed = ['bleu-1', 'bleu-2', 'bleu-3', 'bleu-4', 'rouge-l', 'cider'] as const;

function near(actual: number, expected: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= 1e-12 * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

test('the fixture is as large as it should be', () => {
  const segments = Object.values(fixture.corpora).reduce((sum, { hypotheses }) => sum + hypotheses.length, 0);
  assert.deepEqual([fixture.lines.length, fixture.noise.length, segments], [4032, 1800, 3307]);
});

const differing = (lines: [string, string][]): string[] =>
  lines.filter(([line, expected]) => captionText(line) !== expected).map(([line]) => line);

test('PTB tokens without punctuation equal those of pycocoevalcap', () => {
  assert.deepEqual(differing(fixture.lines), []);
});

test('PTB tokens of signs and pieces thrown together are those of pycocoevalcap in 97 of 100 lines', () => {
  const { length } = differing(fixture.noise);
  assert.ok(length <= 0.03 * fixture.noise.length, `${length} of ${fixture.noise.length} lines differ`);
});

function processorTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('what makes rules read far costs no more than its length', () => {
  for (const piece of ['a', 'a.', 'a,', 'a-', 'a_', 'a%', 'a@', "a'", '1 ', '1-', 'www.', 'a/', '<a b="', '((', 'A&']) {
    // Four times the length: 16 times the work if each piece reads to the end.
    const [once, fourfold] = [5_000, 20_000].map((times) => processorTime(() => ptbTokens(piece.repeat(times))));
    assert.ok(fourfold! < 10 * once! + 100, `${piece}: ${once} ms, then ${fourfold} ms`);
  }
});

for (const name of computed) {
  const metric: Metric = metrics[name];
  test(`${name} equals pycocoevalcap's, of corpora and of each segment`, () => {
    for (const [corpus, { hypotheses, references, scores }] of Object.entries(fixture.corpora)) {
      const expected = scores[name]!;
      const lists = referenceLists(references);
      near(metric.score(hypotheses, lists, {}).score, expected.score, `${name} of ${corpus}`);
      const measure = bindToCorpus(metric, lists, {});
      for (const [at, hypothesis] of hypotheses.entries()) {
        near(measure.score(hypothesis, references[at]!), expected.segments[at]!, `${name} of ${corpus} ${at}`);
      }
    }
  });

  test(`${name} of a corpus is that of its summed statistics`, () => {
    const { hypotheses, references } = fixture.corpora.single!;
    const measure = bindToCorpus(metric, referenceLists(references), {});
    const statistics = hypotheses.map((hypothesis, at) => measure.statistics(hypothesis, references[at]!));
    const sums = statistics.reduce((sum, own) => sum.map((value, k) => value + own[k]!));
    near(metric.scoreOf(sums, {}), fixture.corpora.single!.scores[name]!.score, name);
  });
}

test('CIDEr-D is what pycocoevalcap calls CIDEr', () => {
  const { hypotheses, references, scores } = fixture.corpora.captions!;
  near(metrics['cider-d'].score(hypotheses, referenceLists(references), {}).score, scores.cider!.score, 'cider-d');
});

test('significance of CIDEr is tested with the frequencies of the whole text', () => {
  const { hypotheses, references } = fixture.corpora.single!;
  const measure = bindToCorpus(metrics.cider, referenceLists(references), {});
  const systemOf = (texts: string[]) =>
    new Map([[1, packStatistics(texts.map((text, at) => measure.statistics(text, references[at]!)))]]);
  const others = [systemOf(references.map(([own]) => own!)), systemOf(hypotheses)];
  const scoreOf = (sums: Float64Array) => metrics.cider.scoreOf(sums, {});
  const [gold, same] = testAgainstBase(systemOf(hypotheses), others, scoreOf, { resamples: 200, shuffles: 200 });
  const whole = metrics.cider.score(hypotheses, referenceLists(references), {}).score;
  assert.ok(gold!.low > 0 && gold!.bootstrapP < 0.05 && gold!.randomisationP < 0.05);
  assert.ok(Math.abs(gold!.difference + whole - 10) < 0.5, 'a reference is worth 10, unless it is too short');
  assert.deepEqual([same!.difference, same!.randomisationP], [0, 1]);
});

test('a segment by itself is a corpus: no word of it is rare', () => {
  assert.equal(metrics.cider.sentenceScore('a dog runs', ['a dog runs'], {}), 0);
  assert.equal(metrics['rouge-l'].sentenceScore('', [''], {}), 1);
});

test('signatures tell what has to agree', () => {
  const { signature, name } = metrics['bleu-4'].score(['a dog'], [['a dog'], ['two dogs']], {});
  assert.equal(`${name}|${signature}`, 'Bleu_4|nrefs:2|case:lc|tok:ptb|reflen:closest|version:pycocoevalcap-1.2');
});
