import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnalysisInput } from '../../src/analyses/analysis.ts';
import {
  equalMassBins,
  equalWidthBins,
  expectedCalibrationError,
  maximumCalibrationError,
} from '../../src/analyses/calibrationBins.ts';
import { countConfidence, emptyHistogram } from '../../src/analyses/calibrationHistogram.ts';
import { splitByFrequency } from '../../src/analyses/meanFrequency.ts';
import { numberTexts } from '../../src/analyses/numberTexts.ts';
import { analyse, analyses, missingParts } from '../../src/analyses/registry.ts';

const split = (text: string) => text.split(' ').filter((word) => word !== '');
const textOf = (outputs: string[], ...references: (string | undefined)[][]): AnalysisInput => {
  const words = numberTexts(outputs, references, split);
  return { over: 'text', words, tokens: words };
};
const near = (found: number | null | undefined, expected: number) =>
  assert.ok(Math.abs(found! - expected) < 1e-12, `${found} where ${expected} is right`);

function histogramOf(pairs: [confidence: number, correct: boolean][]): Float64Array {
  const histogram = emptyHistogram();
  for (const pair of pairs) countConfidence(histogram, ...pair);
  return histogram;
}

test('the calibration error of five tokens in ten bins', () => {
  const histogram = histogramOf([
    [0.95, true],
    [0.9, true],
    [0.85, false],
    [0.6, true],
    [0.55, false],
  ]);
  const bins = equalWidthBins(histogram, 10);
  // |1 − .95| of one token, |1 − 1.75| of two, |1 − 1.15| of two.
  near(expectedCalibrationError(bins), 0.19);
  near(maximumCalibrationError(bins), 0.375);
});

test('every end of a wide bin is in the bin that ends there', () => {
  for (let bin = 1; bin <= 15; bin += 1) {
    const found = equalWidthBins(histogramOf([[bin / 15, true]])).findIndex(({ tokens }) => tokens > 0);
    assert.equal(found, bin - 1, `${bin}/15`);
  }
  assert.equal(equalWidthBins(histogramOf([[0, false]]))[0]!.tokens, 1);
});

test('bins of equal mass hold as many tokens each, also where confidences are equal', () => {
  const bins = equalMassBins(histogramOf([...Array(9)].map((_, at) => [at < 2 ? 0.2 : 0.99, at > 3])), 3);
  for (const { tokens } of bins) near(tokens, 3);
  // Two tokens of 0.2 and one of 0.99; five of the seven tokens of 0.99 are right, in each bin alike.
  near(bins[0]!.confidence, 1.39);
  near(bins[0]!.correct, 5 / 7);
  near(bins[2]!.correct, 15 / 7);
  assert.equal(equalMassBins(emptyHistogram()).length, 0);
  const { figures } = analyse({ over: 'class', calibration: emptyHistogram() }).reliability!;
  assert.deepEqual(Object.values(figures), [null, null, null, null]);
});

test('thirds by descending frequency, of equal frequencies in the order of the text', () => {
  assert.deepEqual(splitByFrequency([1, 5, 3, 5, 2, 4, 0]), [
    [1, 3],
    [5, 2, 4],
    [0, 6],
  ]);
  assert.deepEqual(splitByFrequency([]), [[], [], []]);
});

test('lengths of outputs beside the nearest reference', () => {
  const { figures, profiles } = analyse(
    textOf(['a b c', '', 'a b c d e f'], ['a b', 'a', 'a b c'], ['a b c d', undefined, undefined]),
  ).lengths!;
  // Two references are as near to the first output: the shorter counts.
  near(figures['length ratio'], 9 / 6);
  assert.deepEqual([figures['mean output length'], figures['empty outputs']], [3, 1]);
  assert.deepEqual(profiles.lengths!.labels.slice(0, 2), ['0–4', '5–9']);
  assert.deepEqual(profiles.lengths!.columns.outputs!.slice(0, 2), [2 / 3, 1 / 3]);
  const { labels, columns } = profiles.differences!;
  const told = labels.filter((_, at) => columns.outputs![at]! > 0);
  assert.deepEqual(told, ['−1', '1', '3']);
});

test('n-grams that are shared and repeated', () => {
  const { figures, profiles } = analyse(textOf(['a a a b'], ['a a c'], ['a b b b'])).ngrams!;
  const { precision, recall, repeated } = profiles.orders!.columns;
  // a a a b: two of three a by the first reference, b by the second; of the references' words 2 + 2 of 7 are met.
  near(precision![0], 3 / 4);
  near(recall![0], 4 / 7);
  near(repeated![0], 2 / 4);
  near(repeated![1], 1 / 3);
  near(figures['distinct-1'], 2 / 4);
  near(figures['distinct-2'], 2 / 3);
  assert.equal(analyse(textOf([''], ['a'])).ngrams!.figures['distinct-1'], null);
});

test('frequent tokens that outputs prefer, and rare ones that they miss', () => {
  const input = textOf(['the the cat', 'the dog'], ['the cat sat', 'a dog ran']);
  const { names } = input.tokens!;
  const trained: Record<string, number> = { the: 900, a: 300, cat: 12, dog: 4, sat: 3 };
  const trainingCounts = names.map((name) => trained[name] ?? 0);
  const { figures, profiles } = analyse({ ...input, tokens: { ...input.tokens!, trainingCounts } })[
    'token-frequencies'
  ]!;
  // Rare: dog, sat and ran, of which dog is met; dog alone is in an output.
  near(figures['rare-token recall'], 1 / 3);
  near(figures['rare-token share of outputs'], 1 / 5);
  near(figures['rare-token share of references'], 3 / 6);
  near(figures['top-10 share of outputs'], 1);
  const { labels, columns } = profiles.counts!;
  const at = labels.indexOf('100–999');
  assert.deepEqual([columns.precision![at], columns.recall![at]], [1 / 3, 1 / 2]);
  assert.deepEqual(profiles.tokens!.labels.slice(0, 3), ['the', 'a', 'cat']);
  assert.deepEqual(profiles.tokens!.columns.outputs!.slice(0, 3), [3 / 5, 0, 1 / 5]);
  // Without a training text, tokens count as often as they are in the references.
  assert.equal(analyse(input)['token-frequencies']!.profiles.tokens!.labels[0], 'the');
});

test('tags that are taken for others, position by position', () => {
  const words = numberTexts(['O B-PER O', 'O O'], [['O B-LOC O', 'O O B-LOC']], split);
  const { figures, profiles } = analyse({ over: 'tags', words }).confusions!;
  assert.deepEqual(profiles.pairs!.labels.toSorted(), ['B-LOC → (none)', 'B-LOC → B-PER']);
  assert.deepEqual(profiles.pairs!.columns['share of reference'], [0.5, 0.5]);
  assert.deepEqual(figures, { compared: 6, confused: 2, 'share confused': 1 / 3, 'told below': 2 });
});

test('counts of confusions are bounded, and none is lost', () => {
  // Every class is taken for every other once: 399·400 pairs, of which 65,536 are counted one by one.
  const classes = Array.from({ length: 400 }, (_, id) => `c${id}`);
  const pairs = classes.flatMap((gold) => classes.map((found) => [gold, found] as const));
  const words = numberTexts(
    pairs.map(([, found]) => found),
    [pairs.map(([gold]) => gold)],
    split,
  );
  const { figures, profiles } = analyse({ over: 'class', words }).confusions!;
  assert.equal(figures.confused, 399 * 400);
  assert.equal(profiles.pairs!.labels.length, 50);
});

test('steps of beams by their probability, of all outputs and of each third', () => {
  const probabilities = [[0.92, 1], [0.41], [0.05, 0.949]];
  const { figures, profiles } = analyse({ over: 'text', probabilities, sourceFrequencies: [9, 5, 1] })[
    'beam-probabilities'
  ]!;
  const { labels, columns } = profiles.probabilities!;
  near(columns.all![18], 2 / 5);
  near(columns['most frequent']![19], 1 / 2);
  near(columns.medium![8], 1);
  near(columns['least frequent']![1], 1 / 2);
  assert.deepEqual([labels[18], labels[19]], ['0.90–0.95', '0.95–1.00']);
  near(figures['most frequent probability'], 0.925);
  near(figures['mean probability'], (0.92 + 1 + 0.41 + 0.05 + 0.949) / 5);
});

test('scores by language, the largest hundred one by one', () => {
  const groups = Array.from({ length: 260 }, (_, at) => (at < 60 ? 'de-en' : `x${at}`));
  const scores = (segments: readonly number[]) => ({ bleu: segments.length });
  const { labels, columns } = analyse({ over: 'text', groups, scores })['group-scores']!.profiles.groups!;
  assert.deepEqual([labels.length, labels[0], labels.at(-1)], [101, 'de-en', '(others)']);
  assert.deepEqual([columns.bleu![0], columns.segments!.at(-1)], [60, 101]);
});

test('an analysis says what it lacks, and is made of what is there', () => {
  assert.deepEqual(missingParts('frequency-split', { over: 'text' }), ['sourceFrequencies', 'scores']);
  assert.equal(missingParts('confusions', { over: 'text' }), undefined);
  assert.deepEqual(Object.keys(analyse({ over: 'tags' })), []);
  for (const [name, { title, reference, description, charts }] of Object.entries(analyses)) {
    assert.ok(title && reference && description, name);
    for (const chart of charts) assert.ok(chart.xTitle && chart.yTitle, name);
  }
});
