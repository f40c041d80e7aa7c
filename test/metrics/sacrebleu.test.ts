import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { bleu } from '../../src/metrics/bleu.ts';
import { chrf } from '../../src/metrics/chrf.ts';
import type { Score } from '../../src/metrics/metric.ts';
import { formatFixed } from '../../src/metrics/pythonText.ts';

type Options = Record<string, string | number | boolean | null>;
type Details = [number[], number[], number[], number, number, number, number];

interface Case {
  corpus: string;
  references: number[];
  options: Options;
  score: number;
  text: string;
}

interface Fixture {
  corpora: Record<string, { hypotheses: string[]; references: (string | null)[][] }>;
  bleu: (Case & { details: Details })[];
  chrf: Case[];
  sentences: { corpus: string; segment: number; options: Options; bleu: number; chrf: number }[];
}

/** Scores by sacreBLEU 2.6.0, made by test/oracles/sacrebleu_fixture.py. */
const fixture = JSON.parse(
  gunzipSync(readFileSync('test/fixtures/metrics/sacrebleu.json.gz')).toString('utf8'),
) as Fixture;

const camelCase = (name: string) => name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const parametersOf = (options: Options) =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (value === null ? [] : [[camelCase(name), value]])),
  );

function textsOf({ corpus, references }: Case) {
  const { hypotheses, references: lists } = fixture.corpora[corpus]!;
  return { hypotheses, references: references.map((r) => lists[r]!.map((text) => text ?? undefined)) };
}

function near(actual: number, expected: number, what: string): void {
  const difference = Math.abs(actual - expected);
  assert.ok(difference <= 1e-12 * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

/** The line that sacreBLEU prints, with ten decimals. */
const printed = ({ name, signature, score, summary }: Score) =>
  `${name}|${signature} = ${formatFixed(score, 10)}${summary && ` ${summary}`}`;

test('the fixture is as large as it should be', () => {
  const { corpora, sentences } = fixture;
  const segments = Object.values(corpora).reduce((sum, { hypotheses }) => sum + hypotheses.length, 0);
  assert.deepEqual([segments, fixture.bleu.length, fixture.chrf.length, sentences.length], [2278, 664, 540, 456]);
  assert.ok(fixture.bleu.filter(({ score }) => score > 0 && score < 100).length > 400);
});

test('corpus BLEU equals sacreBLEU: scores, statistics, signatures and printed digits', () => {
  for (const entry of fixture.bleu) {
    const { hypotheses, references } = textsOf(entry);
    const score = bleu.score(hypotheses, references, bleu.parameters.parse(parametersOf(entry.options)));
    const what = `${entry.corpus} ${entry.references} ${JSON.stringify(entry.options)}`;
    const [counts, totals, precisions, bp, sysLength, refLength, ratio] = entry.details;
    const { details } = score;
    assert.deepEqual(details.counts, counts, what);
    assert.deepEqual(details.totals, totals, what);
    assert.deepEqual([details.sys_len, details.ref_len, details.ratio], [sysLength, refLength, ratio], what);
    near(details.bp as number, bp, what);
    for (const [n, precision] of precisions.entries()) near((details.precisions as number[])[n]!, precision, what);
    near(score.score, entry.score, what);
    assert.equal(printed(score), entry.text, what);
  }
});

test('corpus chrF, chrF+ and chrF++ equal sacreBLEU: scores, signatures and printed digits', () => {
  for (const entry of fixture.chrf) {
    const { hypotheses, references } = textsOf(entry);
    const score = chrf.score(hypotheses, references, chrf.parameters.parse(parametersOf(entry.options)));
    const what = `${entry.corpus} ${entry.references} ${JSON.stringify(entry.options)}`;
    near(score.score, entry.score, what);
    assert.equal(printed(score), entry.text, what);
  }
});

test('sentence BLEU and chrF++ equal sacreBLEU', () => {
  for (const { corpus, segment, options, ...expected } of fixture.sentences) {
    const { hypotheses, references } = fixture.corpora[corpus]!;
    const lines = [references[0]![segment]!, references[1]![segment]!];
    const what = `${corpus} ${segment} ${JSON.stringify(options)}`;
    const hypothesis = hypotheses[segment]!;
    near(bleu.sentenceScore(hypothesis, lines, bleu.parameters.parse(parametersOf(options))), expected.bleu, what);
    const plusPlus = chrf.parameters.parse({ wordOrder: 2 });
    near(chrf.sentenceScore(hypothesis, lines, plusPlus), expected.chrf, what);
  }
});
