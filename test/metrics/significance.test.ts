import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Metric } from '../../src/metrics/metric.ts';
import { metrics } from '../../src/metrics/registry.ts';
import {
  actualDifference,
  drawResamples,
  drawShuffles,
  type Pair,
  packStatistics,
  resampledDifferences,
  type SystemStatistics,
  shuffledDifferences,
} from '../../src/metrics/resampling.ts';
import { bootstrapTest, pValue, testAgainstBase } from '../../src/metrics/significance.ts';
import { isWithin } from '../withinTime.ts';

type PValues = Record<'bs' | 'ar', Record<'BLEU' | 'chrF2', number[]>>;

interface Fixture {
  systems: Record<string, string[]>;
  references: string[];
  draws: {
    resamples: string;
    swapped: string;
    scores: Record<
      'bleu' | 'chrf',
      { actual: number[]; resampled: number[][]; shuffled: [base: number[], other: number[]][] }
    >;
  };
  few: PValues;
  many: PValues;
}

/** Paired tests by sacreBLEU 2.6.0, made by test/oracles/sacrebleu_significance.py. */
const fixture = JSON.parse(
  gunzipSync(readFileSync('test/fixtures/metrics/significance.json.gz')).toString('utf8'),
) as Fixture;
const sentences = fixture.references.length;
const names = { bleu: 'BLEU', chrf: 'chrF2' } as const;

function prepared(name: 'bleu' | 'chrf') {
  const metric: Metric = metrics[name];
  const parameters = metric.parameters.parse({});
  const systems = Object.values(fixture.systems).map((texts) =>
    packStatistics(texts.map((text, at) => metric.sentenceStatistics(text, [fixture.references[at]!], parameters))),
  );
  return { systems, scoreOf: (sums: Float64Array) => metric.scoreOf(sums, parameters) };
}

const pairOf = (base: SystemStatistics, other: SystemStatistics): Pair => [{ seed: 1, base, other }];

function* rowsOf<T extends Int32Array>(all: T): Generator<Int32Array> {
  for (let at = 0; at < all.length; at += sentences) yield all.subarray(at, at + sentences);
}

/** sacreBLEU's resamples, and for each of its shuffles the sentences that change sides. */
const resamples = () => {
  const bytes = Buffer.from(fixture.draws.resamples, 'base64');
  return rowsOf(Int32Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(2 * at)));
};
function* shuffles(): Generator<Int32Array> {
  for (const row of rowsOf(Int32Array.from(Buffer.from(fixture.draws.swapped, 'base64')))) {
    yield Int32Array.from([...row.keys()].filter((sentence) => row[sentence] === 1));
  }
}

const near = (actual: number, expected: number, what: string) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual} instead of ${expected}`);

for (const name of ['bleu', 'chrf'] as const) {
  test(`${name}: sacreBLEU's own draws give its differences and its p-values`, () => {
    const { systems, scoreOf } = prepared(name);
    const [base, ...others] = systems as [SystemStatistics, ...SystemStatistics[]];
    const pairs = others.map((other) => pairOf(base, other));
    const expected = fixture.draws.scores[name];
    const resampled = resampledDifferences(pairs, resamples(), scoreOf);
    const shuffled = shuffledDifferences(pairs, new Map([[1, shuffles()]]), 100, scoreOf);
    for (const [index, pair] of pairs.entries()) {
      const actual = actualDifference(pair, scoreOf);
      near(actual, expected.actual[index + 1]! - expected.actual[0]!, 'difference');
      assert.equal(resampled[index]!.length, 100);
      for (const [at, difference] of resampled[index]!.entries()) {
        near(difference, expected.resampled[index + 1]![at]! - expected.resampled[0]![at]!, `resample ${at}`);
      }
      const [asBase, asOther] = expected.shuffled[index]!;
      for (const [at, difference] of shuffled[index]!.entries()) {
        near(difference, asOther[at]! - asBase[at]!, `shuffle ${at}`);
      }
      assert.equal(bootstrapTest(resampled[index]!, actual).p, fixture.few.bs[names[name]][index]);
      assert.equal(pValue(shuffled[index]!.map(Math.abs), actual), fixture.few.ar[names[name]][index]);
    }
  });

  test(`${name}: our draws give sacreBLEU's p-values within the error of drawing`, () => {
    const { systems, scoreOf } = prepared(name);
    const [base, ...others] = systems.map((system) => new Map([[1, system]]));
    const results = testAgainstBase(base!, others, scoreOf);
    const close = (ours: number, theirs: number, draws: number, what: string) => {
      // Both are estimates, and five standard errors are rare.
      const error = Math.sqrt((2 * Math.max(theirs * (1 - theirs), 1 / draws)) / draws);
      assert.ok(Math.abs(ours - theirs) < 5 * error, `${what}: ${ours} instead of ${theirs}`);
    };
    for (const [index, { bootstrapP, randomisationP, difference, low, high }] of results.entries()) {
      close(bootstrapP, fixture.many.bs[names[name]][index]!, 1000, 'bootstrap');
      close(randomisationP, fixture.many.ar[names[name]][index]!, 10_000, 'randomisation');
      assert.ok(low < difference && difference < high);
    }
  });
}

test('the statistic of several seeds is the mean of their corpus scores, resampled together and shuffled apart', () => {
  const { systems, scoreOf } = prepared('bleu');
  const [mle1, mle2, ls1, ls2] = systems as [SystemStatistics, SystemStatistics, SystemStatistics, SystemStatistics];
  const pair: Pair = [
    { seed: 1, base: mle1, other: ls1 },
    { seed: 2, base: mle2, other: ls2 },
  ];
  const gap = (one: Pair[number]) => actualDifference([one], scoreOf);
  near(actualDifference(pair, scoreOf), (gap(pair[0]!) + gap(pair[1]!)) / 2, 'difference');
  const apart = pair.map((one) => [...resampledDifferences([[one]], resamples(), scoreOf)[0]!]);
  const together = resampledDifferences([pair], resamples(), scoreOf)[0]!;
  for (const [at, value] of together.entries()) near(value, (apart[0]![at]! + apart[1]![at]!) / 2, `resample ${at}`);
  const drawn = () => new Map([1, 2].map((seed) => [seed, drawShuffles(sentences, 50, 7, seed)]));
  const alone = pair.map((one) => shuffledDifferences([[one]], drawn(), 50, scoreOf)[0]!);
  const both = shuffledDifferences([pair], drawn(), 50, scoreOf)[0]!;
  for (const [at, value] of both.entries()) near(value, (alone[0]![at]! + alone[1]![at]!) / 2, `shuffle ${at}`);
});

test('seeds that only one system has are left out', () => {
  const { systems, scoreOf } = prepared('bleu');
  const [mle1, mle2, ls1, ls2] = systems as [SystemStatistics, SystemStatistics, SystemStatistics, SystemStatistics];
  const base = new Map([
    [1, mle1],
    [2, mle2],
  ]);
  const other = new Map([
    [2, ls2],
    [3, ls1],
  ]);
  const few = { resamples: 50, shuffles: 50 };
  const [result] = testAgainstBase(base, [other], scoreOf, few);
  assert.deepEqual(result?.seeds, [2]);
  near(result!.difference, actualDifference(pairOf(mle2, ls2), scoreOf), 'difference');
});

test('a system is not told apart from itself, nor from one that differs in a single sentence', () => {
  const { systems, scoreOf } = prepared('chrf');
  const [mle, ls] = systems as [SystemStatistics, SystemStatistics];
  const values = mle.values.slice();
  values.set(ls.values.subarray(0, ls.width));
  const one = new Map([[1, mle]]);
  const almost = new Map([[1, { ...mle, values }]]);
  const [same, nearly] = testAgainstBase(one, [one, almost], scoreOf, { resamples: 100, shuffles: 100 });
  assert.deepEqual(same, { difference: 0, low: 0, high: 0, bootstrapP: 1, randomisationP: 1, seeds: [1] });
  // A resample has the sentence twice or more, and so reaches the distance, with probability 1 − 2/e = 0.26.
  assert.ok(nearly!.difference !== 0 && Math.abs(nearly!.bootstrapP - 0.26) < 0.15, JSON.stringify(nearly));
  assert.equal(nearly!.randomisationP, 1);
});

test('equal seeds give equal draws, and the draws are fair', () => {
  const all = (seed: number) => [...drawResamples(50, 200, seed)].map((drawn) => drawn.slice());
  const copies = (seed: number) => Array.from(drawResamples(50, 200, seed), (drawn) => [...drawn]).flat();
  assert.equal(all(1).length, 200);
  assert.deepEqual(copies(1), copies(1));
  assert.notDeepEqual(copies(1), copies(2));
  const counts = new Array<number>(50).fill(0);
  for (const sentence of copies(1)) counts[sentence]! += 1;
  assert.ok(
    counts.every((count) => Math.abs(count - 200) < 5 * Math.sqrt(200)),
    counts.join(),
  );
  const swaps = new Array<number>(100).fill(0);
  for (const swapped of drawShuffles(100, 1000, 1, 1)) for (const sentence of swapped) swaps[sentence]! += 1;
  assert.ok(
    swaps.every((count) => Math.abs(count - 500) < 5 * Math.sqrt(250)),
    swaps.join(),
  );
});

test('1,000 sentences of five variants with three seeds are tested in seconds', (context) => {
  for (const name of ['bleu', 'chrf'] as const) {
    const { systems, scoreOf } = prepared(name);
    const enlarged = systems.map(({ width, values }) => {
      const copies = Float64Array.from({ length: 1000 * width }, (_, at) => values[at % values.length]!);
      return { sentences: 1000, width, values: copies };
    });
    const variants = Array.from(
      { length: 5 },
      (_, variant) => new Map([1, 2, 3].map((seed) => [seed, { ...enlarged[(variant + seed) % enlarged.length]! }])),
    );
    const start = performance.now();
    testAgainstBase(variants[0]!, variants.slice(1), scoreOf);
    const seconds = (performance.now() - start) / 1000;
    context.diagnostic(`${name}: ${seconds.toFixed(2)} s`);
    assert.ok(isWithin(30, seconds), `${seconds} s`);
  }
});
