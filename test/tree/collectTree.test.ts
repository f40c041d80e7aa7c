import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectTree } from '../../src/tree/collectTree.ts';
import type { JobRow, VariantRow } from '../../src/tree/rows.ts';
import { ended, job, tested, watchedRun } from './watched.ts';

const variants = (rows: readonly (VariantRow | JobRow)[]) => rows.filter((row) => row.kind === 'variant');

test('runs stand under their variant, and variants under their experiment, the newest first', () => {
  const tree = collectTree(
    [
      watchedRun('/a', { variant: 'mle', createdAt: '2026-01-01T00:00:00Z' }),
      watchedRun('/b', { variant: 'ls', createdAt: '2026-01-02T00:00:00Z' }),
      watchedRun('/c', { variant: 'mle', seed: 2, createdAt: '2026-01-01T01:00:00Z' }),
      watchedRun('/d', { experiment: 'Other', createdAt: '2026-01-03T00:00:00Z' }),
    ],
    [],
    'newest',
  );
  assert.deepEqual(
    tree.map(({ label, children }) => [label, children.map((row) => row.kind === 'variant' && [row.label, row.runs])]),
    [
      ['Other', [['mle', ['/d']]]],
      [
        'Small',
        [
          ['ls', ['/b']],
          ['mle', ['/a', '/c']],
        ],
      ],
    ],
  );
  assert.equal(tree[1]?.uri, 'file:///work/small.experiment.yaml');
});

test('a variant says mean and interval of the first metric of the test text, a run its own', () => {
  const [experiment] = collectTree(
    [1, 2, 3].map((seed) =>
      watchedRun(`/${seed}`, { seed, state: { status: 'done', ...tested({ bleu: 30 + seed, chrf: 50 }) } }),
    ),
    [],
    'newest',
  );
  const [variant] = variants(experiment!.children);
  // t(0.975, 2) = 4.303, s = 1, n = 3
  assert.equal(variant?.metric?.title, 'BLEU');
  assert.equal(variant?.metric?.value, 32);
  assert.ok(Math.abs(variant!.metric!.halfWidth! - 4.3027 / Math.sqrt(3)) < 1e-3);
  assert.deepEqual(
    variant?.children.map(({ metric }) => metric?.value),
    [31, 32, 33],
  );
});

test('without metrics the negative log-likelihood is shown, of which less is better; NaN is not', () => {
  const runs = [
    watchedRun('/a', { state: { status: 'done', ...tested({}, 3) } }),
    watchedRun('/b', { variant: 'diverged', state: { status: 'done', ...tested({}, Number.NaN) } }),
  ];
  const rows = variants(collectTree(runs, [], 'name')[0]!.children);
  assert.deepEqual(
    rows.map(({ metric }) => metric && [metric.title, metric.value, metric.larger]),
    [undefined, ['NLL', 3, false]],
  );
});

test('settings of one name that differ are rows of their own, named as in the comparison', () => {
  const runs = [
    watchedRun('/a', { settings: { epsilon: 0.1 } }),
    watchedRun('/b', { settings: { epsilon: 0.2 }, createdAt: '2026-01-02T00:00:00Z' }),
    watchedRun('/c', { settings: { epsilon: 0.1 }, createdAt: '2026-01-03T00:00:00Z' }),
  ];
  const rows = variants(collectTree(runs, [], 'name')[0]!.children);
  assert.deepEqual(
    rows.map(({ label, runs }) => [label, runs]),
    [
      // A run that was made twice counts once in the figures, and is shown all the same.
      ['mle', ['/a', '/c']],
      ['mle #2', ['/b']],
    ],
  );
});

test('a variant shows the state that most asks for attention', () => {
  const runs = [
    watchedRun('/a', { state: ended('2026-01-01T00:00:00Z') }),
    watchedRun('/b', { seed: 2, state: ended('2026-01-01T00:00:00Z', 'failed', 'the disk is full') }),
  ];
  const variant = variants(collectTree(runs, [], 'newest')[0]!.children)[0]!;
  assert.equal(variant.status, 'failed');
  assert.equal(variant.children.find(({ run }) => run === '/b')?.reason, 'the disk is full');
  const running = watchedRun('/c', { seed: 3, state: { status: 'running' } });
  assert.equal(variants(collectTree([...runs, running], [], 'newest')[0]!.children)[0]?.status, 'running');
});

test('a job is a row while it waits or prepares, and is then seen by its run', () => {
  const jobs = [job('1', { state: 'running', pid: 1, since: '' }), job('2', { variants: ['ls'], seeds: [2] })];
  const rows = (runs: Parameters<typeof collectTree>[0]) =>
    collectTree(runs, jobs, 'newest')[0]!.children.flatMap((row) =>
      row.kind === 'job' ? [[row.job, row.state, row.ahead]] : [],
    );
  assert.deepEqual(rows([]), [
    ['1', 'starting', 0],
    ['2', 'waiting', 1],
  ]);
  assert.deepEqual(rows([watchedRun('/a', { state: { status: 'running' } })]), [['2', 'waiting', 1]]);
  assert.deepEqual(
    collectTree([], [job('3', { state: 'ended', code: 0, signal: null, message: '', at: '' })], 'newest'),
    [],
  );
});

test('starred rows come first, with the rows above them', () => {
  const runs = [
    watchedRun('/a', { variant: 'a', createdAt: '2026-01-01T00:00:00Z', annotations: { starred: true } }),
    watchedRun('/b', { variant: 'b', createdAt: '2026-01-09T00:00:00Z' }),
    watchedRun('/c', { experiment: 'Newer', createdAt: '2026-02-01T00:00:00Z' }),
  ];
  const tree = collectTree(runs, [], 'newest');
  assert.deepEqual(
    tree.map(({ label }) => label),
    ['Small', 'Newer'],
  );
  assert.deepEqual(
    variants(tree[0]!.children).map(({ label }) => label),
    ['a', 'b'],
  );
});

test('sorted by metric the best is first, whichever way the metric goes, and what has none is last', () => {
  const order = (scores: (number | undefined)[], nll: boolean) => {
    const runs = scores.map((score, seed) =>
      watchedRun(`/${seed}`, {
        seed,
        state: score === undefined ? {} : nll ? tested({}, score) : tested({ bleu: score }),
      }),
    );
    const [variant] = variants(collectTree(runs, [], 'metric')[0]!.children);
    return variant!.children.map(({ seed }) => seed);
  };
  assert.deepEqual(order([1, undefined, 3, 2], false), [2, 3, 0, 1]);
  assert.deepEqual(order([1, undefined, 3, 2], true), [0, 3, 2, 1]);
});

test('two thousand runs are collected again in a moment', (context) => {
  const settings = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`setting${index}`, { kind: 'x', index }]),
  );
  const runs = Array.from({ length: 2000 }, (_, index) =>
    watchedRun(`/${index}`, { variant: `v${index % 100}`, seed: Math.floor(index / 100), settings }),
  );
  collectTree(runs, [], 'metric');
  const begin = process.cpuUsage();
  assert.equal(collectTree(runs, [], 'metric')[0]?.runs.length, 2000);
  const { user } = process.cpuUsage(begin);
  context.diagnostic(`${(user / 1000).toFixed(0)} ms`);
  assert.ok(user < 500_000);
});
