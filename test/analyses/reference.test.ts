import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { AnalysisInput, AnalysisResult } from '../../src/analyses/analysis.ts';
import { countConfidence, emptyHistogram } from '../../src/analyses/calibrationHistogram.ts';
import { countIds, meanFrequency } from '../../src/analyses/meanFrequency.ts';
import { numberTexts, WordNumbers } from '../../src/analyses/numberTexts.ts';
import { analyse } from '../../src/analyses/registry.ts';
import { segmentScores } from '../../src/analyses/segmentScores.ts';
import { bleu } from '../../src/metrics/bleu.ts';
import type { Metric } from '../../src/metrics/metric.ts';

interface Errors {
  ece: number;
  mce: number;
}

/** Made by test/oracles/analyses_fixture.py: compare-mt 0.2.10, sacreBLEU 2.6.0 and NumPy 2.4.6. */
const fixture = JSON.parse(
  gunzipSync(readFileSync('test/fixtures/analyses/analyses.json.gz')).toString('utf8'),
) as Record<'training' | 'sources' | 'outputs', string[]> & {
  references: [string[], string[]];
  buckets: { recall: number; precision: number }[];
  lengths: { segments: number; bleu: number }[];
  splits: { segments: number; frequency: number; bleu: number }[];
  ngrams: Record<'precisions' | 'recalls' | 'repeated' | 'distinct' | 'distinctReferences', number[]>;
  calibration: { confidence: number[]; correct: number[]; equalWidth: Errors; equalMass: Errors };
};

const { training, sources, outputs, references } = fixture;
const split = (text: string) => text.split(' ');
const parameters = bleu.parameters.parse({ tokenize: 'none' });
const chosen = [{ name: 'bleu', metric: bleu as unknown as Metric, parameters }];

function inputOf(references: readonly string[][]): AnalysisInput {
  const numbers = new WordNumbers();
  const counted = training.map((text) => numbers.number(split(text)));
  const sourceIds = sources.map((text) => numbers.number(split(text)));
  const words = numberTexts(outputs, references, split, numbers);
  const counts = countIds(counted, numbers.names.length);
  return {
    ...{ over: 'text', words, tokens: { ...words, trainingCounts: counts } },
    scores: segmentScores(outputs, references, chosen),
    sourceLengths: sourceIds.map(({ length }) => length),
    sourceFrequencies: sourceIds.map((source) => meanFrequency(source, counts)),
  };
}

const close = (found: readonly (number | null)[] | undefined, expected: readonly number[], what: string) => {
  assert.equal(found?.length, expected.length, what);
  for (const [at, value] of expected.entries()) {
    assert.ok(Math.abs(found![at]! - value) < 1e-9, `${what} ${at}: ${found![at]} where ${value} is right`);
  }
};

const one = analyse(inputOf([references[0]]));
const two = analyse(inputOf(references));
const columns = (result: AnalysisResult | undefined, profile: string) => result!.profiles[profile]!.columns;

test('recall and precision of words by frequency are those of compare-mt', () => {
  const found = columns(one['token-frequencies'], 'counts');
  close(
    found.recall,
    fixture.buckets.map(({ recall }) => recall),
    'recall',
  );
  close(
    found.precision,
    fixture.buckets.map(({ precision }) => precision),
    'precision',
  );
});

test('BLEU by source length is that of compare-mt', () => {
  const found = columns(one['length-scores'], 'buckets');
  assert.deepEqual(
    found.segments,
    fixture.lengths.map(({ segments }) => segments),
  );
  close(
    found.bleu,
    fixture.lengths.map(({ bleu }) => bleu),
    'BLEU',
  );
});

test('BLEU of the thirds by source frequency is that of NumPy and sacreBLEU, two references', () => {
  const found = columns(two['frequency-split'], 'splits');
  for (const name of ['segments', 'bleu'] as const) {
    close(
      found[name],
      fixture.splits.map((part) => part[name]),
      name,
    );
  }
  close(
    found['mean frequency'],
    fixture.splits.map(({ frequency }) => frequency),
    'frequency',
  );
});

test('n-gram precision is that of sacreBLEU; recall, repetition and distinct n-grams those of Python counters', () => {
  const found = columns(two.ngrams, 'orders');
  close(found.precision, fixture.ngrams.precisions, 'precision');
  close(found.recall, fixture.ngrams.recalls, 'recall');
  close(found.repeated, fixture.ngrams.repeated, 'repeated');
  const figure = (name: string) => two.ngrams!.figures[name]!;
  close([figure('distinct-1'), figure('distinct-2')], fixture.ngrams.distinct, 'distinct');
  const ofReferences = [figure('distinct-1 of references'), figure('distinct-2 of references')];
  close(ofReferences, fixture.ngrams.distinctReferences, 'distinct of references');
});

test('calibration errors are those of NumPy: exact in equal width, close in equal mass', () => {
  const { confidence, correct, equalWidth, equalMass } = fixture.calibration;
  const histogram = emptyHistogram();
  for (const [at, value] of confidence.entries()) countConfidence(histogram, value, correct[at] === 1);
  const { figures } = analyse({ over: 'text', calibration: histogram }).reliability!;
  close([figures.ECE!, figures.MCE!], [equalWidth.ece, equalWidth.mce], 'equal width');
  const far = (figure: string, error: number) => Math.abs(figures[`${figure}, equal mass`]! - error);
  assert.ok(far('ECE', equalMass.ece) < 0.001, `${far('ECE', equalMass.ece)}`);
  // The bin that is furthest off may have shared a fine bin.
  assert.ok(far('MCE', equalMass.mce) < 0.005, `${far('MCE', equalMass.mce)}`);
});
