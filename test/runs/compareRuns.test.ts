import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Comparison, compareRuns, type MeasuredRun, meanOf } from '../../src/runs/compareRuns.ts';
import type { EndState, Manifest } from '../../src/runs/events.ts';
import { reduceRun } from '../../src/runs/runState.ts';
import { formatComparison } from '../../src/terminal/comparisonTable.ts';
import { ended, evaluated, exampleManifest, started, tested } from './exampleRuns.ts';

interface Example extends Partial<Manifest> {
  bleu?: number;
  end?: EndState;
  folder?: string;
}

function run({ bleu, end, folder = 'f', ...manifest }: Example): MeasuredRun {
  const scores = { bleu: bleu ?? 0 };
  const events = [
    ...[started(100), evaluated(50, { best: true, nll: 2, scores }), evaluated(100, { nll: 9, scores: { bleu: 1 } })],
    ...(bleu === undefined ? [] : [tested(50, 2.5, scores)]),
    ...(end === undefined ? [] : [{ ...ended(100, end), time: '2024-05-01T10:01:00.000Z' }]),
  ];
  const state = reduceRun(events, 'alive', 100);
  return { folder, manifest: exampleManifest(manifest), state, tokensPerSecond: 1000 };
}

const smoothed = {
  model: { hidden: 64, kind: 'attention-lstm' },
  objective: { targets: { kind: 'ls', epsilon: 0.1 } },
};

test('means and intervals are those of scipy', () => {
  // scipy 1.17.1: scipy.stats.t.interval(0.95, n - 1, loc=mean, scale=scipy.stats.sem(values))
  const three = meanOf([31.2, 30.7, undefined, 32.1]);
  assert.ok(Math.abs((three?.mean ?? 0) - 31.333333333333332) < 1e-12);
  assert.ok(Math.abs((three?.halfWidth ?? 0) - 1.762396063897075) < 1e-12);
  assert.equal(three?.n, 3);
  const two = meanOf([2.5, 2.7]);
  assert.ok(Math.abs((two?.halfWidth ?? 0) - 1.2706204736174702) < 1e-12);
  assert.deepEqual(meanOf([4]), { mean: 4, halfWidth: null, n: 1 });
  assert.equal(meanOf([undefined]), undefined);
});

test('variants are rows, seeds make their means, and the settings that differ are told', () => {
  const [comparison, ...others] = compareRuns([
    run({ variant: 'ls', seed: 2, bleu: 33, end: 'done', settings: { ...smoothed, training: { seeds: [2] } } }),
    run({ variant: 'ls', seed: 1, bleu: 32, end: 'done', settings: { ...smoothed, training: { seeds: [1] } } }),
    run({ seed: 1, bleu: 30, end: 'done', createdAt: '2024-01-01' }),
    run({ seed: 2, end: 'failed' }),
  ]);
  assert.deepEqual(others, []);
  const [mle, ls] = comparison?.rows ?? [];
  assert.deepEqual([mle?.label, ls?.label, comparison?.rows.length], ['mle', 'ls', 2]);
  assert.deepEqual(mle?.test, {
    nll: { mean: 2.5, halfWidth: null, n: 1 },
    'token-accuracy': { mean: 50, halfWidth: null, n: 1 },
    bleu: { mean: 30, halfWidth: null, n: 1 },
  });
  assert.deepEqual([mle?.states, mle?.unfinished], [{ done: 1, failed: 1 }, false]);
  assert.deepEqual([ls?.test.bleu?.mean, ls?.test.bleu?.n, ls?.valid.nll?.mean], [32.5, 2, 2]);
  assert.ok(Math.abs((ls?.test.bleu?.halfWidth ?? 0) - 12.706204736174694 * 0.5) < 1e-12);
  assert.deepEqual([ls?.bestStep, ls?.lastStep, ls?.seconds, ls?.tokensPerSecond], [50, 100, 60, 1000]);
  assert.deepEqual(comparison?.differing, [
    { path: 'objective.targets.kind', values: ['one-hot', 'ls'] },
    { path: 'objective.targets.epsilon', values: [undefined, 0.1] },
  ]);
});

test('a variant that was changed is a row of its own, other data too, and a seed that was run twice counts once', () => {
  const changed = { ...smoothed, objective: { targets: { kind: 'ls', epsilon: 0.2 } } };
  const [comparison] = compareRuns([
    run({ variant: 'ls', bleu: 10, end: 'done', settings: smoothed, createdAt: '1' }),
    run({ variant: 'ls', bleu: 20, end: 'done', settings: smoothed, createdAt: '2', folder: 'newer' }),
    run({ variant: 'ls', end: 'failed', settings: smoothed, createdAt: '3' }),
    run({ variant: 'ls', bleu: 30, end: 'done', settings: changed, createdAt: '4' }),
    run({ variant: 'ls', bleu: 40, end: 'done', settings: changed, data: 'd2', createdAt: '5' }),
  ]);
  assert.deepEqual(
    comparison?.rows.map(({ label, test: { bleu }, runs }) => [label, bleu?.mean, bleu?.n, runs.length]),
    [
      ['ls', 20, 1, 1],
      ['ls #2', 30, 1, 1],
      ['ls #3', 40, 1, 1],
    ],
  );
  assert.equal(comparison?.rows[0]?.runs[0]?.folder, 'newer');
  assert.deepEqual(comparison?.differing, [
    { path: 'objective.targets.epsilon', values: [0.1, 0.2, 0.2] },
    { path: 'data files', values: ['d1', 'd1', 'd2'] },
  ]);
});

test('experiments are compared apart, and a variant with no run that is done shows its runs as they are', () => {
  const comparisons = compareRuns([run({ experiment: 'b', createdAt: '2' }), run({ experiment: 'a', createdAt: '3' })]);
  assert.deepEqual(
    comparisons.map(({ experiment }) => experiment),
    ['b', 'a'],
  );
  const [row] = comparisons[0]?.rows ?? [];
  assert.deepEqual([row?.unfinished, row?.states, row?.test, row?.valid.nll?.n], [true, { running: 1 }, {}, 1]);
  assert.deepEqual([row?.seconds, row?.bestStep], [undefined, 50]);
  assert.deepEqual(compareRuns([]), []);
});

test('the table shows all of this', () => {
  const text = compareRuns([
    run({ seed: 1, bleu: 30, end: 'done' }),
    run({ seed: 2, bleu: 31, end: 'done' }),
    run({ variant: 'ls', bleu: 32, settings: smoothed, createdAt: '2025' }),
  ]).map(formatComparison);
  assert.equal(
    text.join('\n'),
    `Copy & sort, test text (mean ± 95 % interval over seeds)
variant            NLL          BLEU  seeds  best step  steps  tokens/s        time
───────  ─────────────  ────────────  ─────  ─────────  ─────  ────────  ──────────
mle      2.500 ± 0.000  30.50 ± 6.35      2         50    100     1,000  1 min 00 s
ls *             2.500         32.00    n=1         50    100     1,000           –
* no run is done: read from the runs as they are
ls: 1 running

What differs
setting                        mle   ls
─────────────────────────  ───────  ───
objective.targets.kind     one-hot   ls
objective.targets.epsilon        –  0.1
`,
  );
});

test('accuracy of tokens under teacher forcing and of outputs are told apart, in per cent; of classes they are one', () => {
  const scored = (task: string, scores: Record<string, number>) => {
    const events = [evaluated(50, { best: true, accuracy: 0.25, scores }), ended(100)];
    const manifest = exampleManifest({ settings: { task } });
    return compareRuns([{ folder: task, manifest, state: reduceRun(events, 'alive', 100) }])[0]!;
  };
  const means = ({ rows }: Comparison) =>
    Object.entries(rows[0]!.valid).map(([name, value]) => [name, value?.mean] as const);
  assert.deepEqual(means(scored('tagging', { accuracy: 20 })), [
    ['nll', 3],
    ['token-accuracy', 25],
    ['accuracy', 20],
  ]);
  assert.deepEqual(means(scored('classification', { accuracy: 25 })), [
    ['nll', 3],
    ['accuracy', 25],
  ]);
  assert.match(formatComparison(scored('translation', {})), /variant +NLL +token accuracy \(teacher forcing\) +seeds/);
});
