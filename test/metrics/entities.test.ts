import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { accuracy } from '../../src/metrics/accuracy.ts';
import { entityF1 } from '../../src/metrics/entityF1.ts';

/** seqeval's figures, 0 to 1: precision, recall, F1, and how many entities the reference has. */
type Figures = [precision: number, recall: number, f1: number, support: number];

interface Part {
  from: number;
  to: number;
  /** The script's report. */
  conlleval: string;
  strict: Partial<Record<'iob2' | 'iobes', { micro: Figures; types: Record<string, Figures> }>>;
}

const bytes = gunzipSync(readFileSync('test/fixtures/metrics/entities.json.gz'));
const { corpora } = JSON.parse(bytes.toString()) as {
  corpora: { name: string; gold: string[]; found: string[]; parts: Part[] }[];
};

/** The script prints entities without a type twice where both sides have some. */
const distinct = (report: string) => [...new Set(report.trimEnd().split('\n'))].join('\n');

for (const { name, gold, found, parts } of corpora) {
  const slices = parts.map((part) => ({
    part,
    gold: gold.slice(part.from, part.to),
    found: found.slice(part.from, part.to),
  }));
  test(`${name}: conlleval.pl prints the same report`, () => {
    assert.ok(gold.length >= 2000);
    const parameters = entityF1.parameters.parse({});
    for (const slice of slices) {
      const { summary, score } = entityF1.score(slice.found, [slice.gold], parameters);
      assert.equal(summary.slice(1), distinct(slice.part.conlleval));
      assert.match(slice.part.conlleval, new RegExp(`FB1: +${score.toFixed(2)}\n`));
    }
  });
  for (const tags of ['iob2', 'iobes'] as const) {
    if (!parts[0]?.strict[tags]) continue;
    test(`${name}: seqeval counts the same ${tags} entities in strict mode`, () => {
      const parameters = entityF1.parameters.parse({ scheme: 'strict', tags });
      for (const slice of slices) {
        const { micro, types } = slice.part.strict[tags] as { micro: Figures; types: Record<string, Figures> };
        const { score, details } = entityF1.score(slice.found, [slice.gold], parameters);
        const all = [details.precision, details.recall, details.f1, details.gold];
        assertFigures(all as number[], micro);
        assert.equal(score, details.f1);
        const own = Object.keys(details).filter((key) => key.startsWith('type:'));
        assert.deepEqual(
          own,
          Object.keys(types).map((type) => `type:${type}`),
        );
        for (const [type, figures] of Object.entries(types)) {
          const [precision, recall, f1, , support] = details[`type:${type}`] as number[];
          assertFigures([precision, recall, f1, support] as number[], figures);
        }
      }
    });
  }
}

function assertFigures([precision, recall, f1, support]: number[], expected: Figures): void {
  const percents = expected.slice(0, 3).map((value) => 100 * value);
  [precision, recall, f1].forEach((value, at) => {
    assert.ok(Math.abs((value as number) - (percents[at] as number)) < 1e-9, `${value} is not ${percents[at]}`);
  });
  assert.equal(support, expected[3]);
}

test('statistics of sentences add up to the score of the corpus, for every choice', () => {
  const { gold, found } = corpora.find(({ name }) => name === 'iob2') as (typeof corpora)[0];
  for (const metric of [entityF1, accuracy] as const) {
    const choices = metric === entityF1 ? [{}, { scheme: 'strict' }] : [{}, { unit: 'output' }];
    for (const choice of choices) {
      const parameters = metric.parameters.parse(choice) as never;
      const sums = new Float64Array(metric.sentenceStatistics('O', ['O'], parameters).length);
      found.forEach((tags, at) => {
        metric.sentenceStatistics(tags, [gold[at] as string], parameters).forEach((value, k) => {
          sums[k]! += value;
        });
      });
      assert.equal(metric.scoreOf(sums, parameters), metric.score(found, [gold], parameters).score);
    }
  }
});

test('an entity of the wrong type, or with another end, is not correct; a case by hand', () => {
  const parameters = entityF1.parameters.parse({});
  const { details } = entityF1.score(['B-A I-A O B-B', 'O I-A'], [['B-A I-A I-A B-C', 'O B-A']], parameters);
  assert.deepEqual([details.correct, details.found, details.gold, details.accuracy], [1, 3, 3, 50]);
  const strictly = entityF1.parameters.parse({ scheme: 'strict' });
  assert.equal(entityF1.score(['O I-A'], [['O B-A']], strictly).details.found, 0);
});

test('a sentence that rightly has no entities is right', () => {
  const parameters = entityF1.parameters.parse({});
  assert.equal(entityF1.sentenceScore('O O', ['O O'], parameters), 100);
  assert.equal(entityF1.sentenceScore('O B-A', ['O O'], parameters), 0);
  assert.equal(entityF1.sentenceScore('O O', ['B-A O'], parameters), 0);
});

test('what cannot be compared is refused, and says why', () => {
  const parameters = entityF1.parameters.parse({});
  const strictly = entityF1.parameters.parse({ scheme: 'strict' });
  assert.throws(
    () => entityF1.score(['O O'], [['O']], parameters),
    /output 1 has 2 tags where its reference has 1 tag: O/,
  );
  assert.throws(() => entityF1.score(['O'], [['O'], ['O']], parameters), /one reference, not 2/);
  assert.throws(() => entityF1.score(['S-A'], [['O']], strictly), /the tag S-A does not belong to IOB2/);
  assert.deepEqual(entityF1.score([''], [['']], parameters).score, 0);
});

test('accuracy: the share of tags, or of whole outputs', () => {
  const of = (choice: object) => accuracy.parameters.parse(choice);
  const [found, gold] = [
    ['O B-A', 'O O O O'],
    ['O O', 'O O O O'],
  ];
  assert.equal(accuracy.score(found, [gold], of({})).score, (100 * 5) / 6);
  assert.equal(accuracy.score(found, [gold], of({ unit: 'output' })).score, 50);
  assert.equal(accuracy.score(['maple tree'], [['oak']], of({ unit: 'output' })).score, 0);
});
