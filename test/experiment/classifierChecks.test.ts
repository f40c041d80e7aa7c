import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coveredText, parse } from './base.ts';

const text = (variant: string) => `experiment: Shapes
task: classification
data:
  train: {generate: shapes, pictures: 100, seed: 1}
  valid: {share: 0.1}
model: {kind: resnet-18, width: 8}
training: {learningRate: 0.1, batch: {examples: 10}, epochs: 2, optimizer: sgd}
variants:
  chosen: ${variant}
`;

const problemsOf = (variant: string) => {
  const parsed = parse(text(variant));
  return parsed.problems.map((problem) => [problem.code, coveredText(problem, parsed), problem.message]);
};

test('a classifier takes every method about single outputs', () => {
  for (const variant of [
    '{}',
    'ls',
    'labo',
    'fl',
    'cp',
    'cs-kd',
    'tf-reg',
    'beta-ls',
    'kr-ls',
    '{targets: {kind: kd, teacher: run}}',
    '{targets: {kind: word-similarity, vectors: model}}',
    '{weights: class-weights}',
  ])
    assert.deepEqual(problemsOf(variant), [], variant);
  assert.deepEqual(parse(text('ls')).spec?.metrics, [{ kind: 'accuracy', unit: 'tag' }]);
});

test('what is about sequences is refused where it stands, with the reason', () => {
  const only = (variant: string) => {
    const [problem, ...others] = problemsOf(variant);
    assert.deepEqual(others, [], variant);
    return problem as string[];
  };
  const sequences = only('{sequences: hamming}');
  assert.deepEqual(sequences.slice(0, 2), ['not-of-classes', 'hamming']);
  assert.match(sequences[2] as string, /a picture has one class, no sequence/);
  const inputs = only('{inputs: scheduled-greedy}');
  assert.deepEqual(inputs.slice(0, 2), ['not-of-classes', 'scheduled-greedy']);
  assert.match(inputs[2] as string, /a classifier has no decoder/);
  assert.equal(only('{targets: {kind: word-similarity, vectors: data}}')[0], 'not-of-classes');
  assert.deepEqual(only('{targets: {kind: label-smoothing, denominator: V-2}}').slice(0, 2), ['without-effect', 'V-2']);
});

test('a classifier is not decoded, and tokens are no metric of it', () => {
  const broken = parse(`${text('{}')}decoding: {beam: 3}\n`);
  assert.deepEqual(
    broken.problems.map(({ code }) => code),
    ['unknown-key'],
  );
  const bleu = parse(`${text('{}')}metrics: [bleu]\n`);
  assert.equal(bleu.problems.length, 1);
});
