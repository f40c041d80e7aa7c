import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isReported } from '../../src/runs/compareGrids.ts';
import { compareRuns, type MeasuredRun } from '../../src/runs/compareRuns.ts';
import { reduceRun } from '../../src/runs/runState.ts';
import { formatComparison } from '../../src/terminal/comparisonTable.ts';
import { ended, evaluated, exampleManifest, started, tested } from './exampleRuns.ts';

interface Example {
  epsilon: number;
  seed: number;
  /** On the validation text, and on the test text. */
  valid: number;
  test?: number;
  nll?: number;
  best?: string;
  grid?: boolean;
}

/** A run of a grid over ε, done where it is tested. */
function run({ epsilon, seed, valid, test, nll = 2, best = 'bleu', grid = true }: Example): MeasuredRun {
  const variant = grid ? `ls epsilon=${epsilon}` : 'mle';
  const settings = { objective: { targets: { kind: 'label-smoothing', epsilon } }, training: { best } };
  const events = [
    ...[started(100), evaluated(50, { best: true, nll, scores: { bleu: valid } })],
    ...(test === undefined ? [] : [tested(50, nll, { bleu: test }), ended(100)]),
  ];
  return {
    folder: `${variant} ${seed}`,
    manifest: exampleManifest({
      ...{ variant, seed, settings, createdAt: `${epsilon}` },
      ...(grid && { grid: { variant: 'ls', settings: { 'targets.epsilon': epsilon } } }),
    }),
    state: reduceRun(events, 'alive', 100),
  };
}

const mle = run({ epsilon: 0, seed: 1, valid: 25, test: 25, grid: false });
const runs = [
  mle,
  run({ epsilon: 0.1, seed: 1, valid: 30, test: 40, nll: 2.5 }),
  run({ epsilon: 0.1, seed: 2, valid: 31, test: 41, nll: 2.5 }),
  run({ epsilon: 0.2, seed: 1, valid: 30, test: 20, nll: 2 }),
  run({ epsilon: 0.2, seed: 2, valid: 33, test: 21, nll: 2 }),
  run({ epsilon: 0.3, seed: 1, valid: 99 }),
];

test('validation chooses the member, by the mean over its seeds, whatever the test text says', () => {
  const [comparison] = compareRuns(runs);
  const [grid, ...others] = comparison?.grids ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual([grid?.label, grid?.settings, grid?.metric], ['ls', ['targets.epsilon'], 'bleu']);
  assert.deepEqual(
    grid?.members.map(({ values, valid, unfinished }) => [
      values['targets.epsilon'],
      valid?.mean,
      valid?.n,
      unfinished,
    ]),
    [
      [0.1, 30.5, 2, false],
      [0.2, 31.5, 2, false],
      [0.3, 99, 1, true],
    ],
  );
  assert.equal(grid?.chosen, 'ls epsilon=0.2');
  assert.deepEqual(
    comparison?.rows.map(({ label }) => isReported(label, comparison.grids)),
    [true, false, true, false],
  );
});

test('where less is better, the least is chosen', () => {
  const byNll = runs.map((each) => ({
    ...each,
    manifest: { ...each.manifest, settings: { ...each.manifest.settings, training: { best: 'nll' } } },
  }));
  const [comparison] = compareRuns(byNll);
  assert.deepEqual([comparison?.grids[0]?.metric, comparison?.grids[0]?.chosen], ['nll', 'ls epsilon=0.2']);
});

test('a member that diverged is not chosen, and of equals the first is', () => {
  const [comparison] = compareRuns([
    run({ epsilon: 0.1, seed: 1, valid: Number.NaN, test: 50 }),
    run({ epsilon: 0.2, seed: 1, valid: 30, test: 50 }),
    run({ epsilon: 0.3, seed: 1, valid: 30, test: 60 }),
  ]);
  assert.equal(comparison?.grids[0]?.chosen, 'ls epsilon=0.2');
});

test('members are in the order of their settings, numbers first, whenever they were trained', () => {
  const values = [0.3, 'adaptive', 0.1, 'fixed', 0.2];
  // Every order of training, and so of rows.
  for (const order of permutations(values)) {
    const mixed = order.map((value, index) => {
      const one = run({ epsilon: index, seed: 1, valid: 30, test: 30 });
      const settings = { objective: { targets: { kind: 'labo', alpha: value } }, training: { best: 'bleu' } };
      const grid = { variant: 'labo', settings: { 'targets.alpha': value } };
      return { ...one, manifest: { ...one.manifest, variant: `labo alpha=${value}`, settings, grid } };
    });
    const [comparison] = compareRuns(mixed);
    const [grid] = comparison?.grids ?? [];
    const ordered = grid?.members.map((member) => member.values['targets.alpha']) ?? [];
    const words = order.filter((value) => typeof value === 'string');
    assert.deepEqual(ordered, [0.1, 0.2, 0.3, ...words]);
  }
});

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value, index) => permutations(values.toSpliced(index, 1)).map((rest) => [value, ...rest]));
}

test('grids of one name whose other settings differ are apart', () => {
  const other = runs.map((each) => ({ ...each, manifest: { ...each.manifest, data: 'd2' } }));
  const [comparison] = compareRuns([...runs, ...other]);
  assert.deepEqual(
    comparison?.grids.map(({ label, members }) => [label, members.length]),
    [
      ['ls', 3],
      ['ls #2', 3],
    ],
  );
});

test('the table has the chosen member among the results, and the metric against the setting', () => {
  const text = compareRuns(runs).map(formatComparison).join('\n');
  const [results = '', grid = ''] = text.split('\n\nls: ');
  assert.match(results, /\nmle /);
  assert.match(results, /\nls epsilon=0\.2 /);
  assert.doesNotMatch(results, /epsilon=0\.1|epsilon=0\.3/);
  assert.equal(
    grid,
    `best so far by validation BLEU is ls epsilon=0.2, whose test figures stand above (4 of 5 runs done)
targets.epsilon  validation BLEU  seeds             
───────────────  ───────────────  ─────  ───────────
0.1                 30.50 ± 6.35      2
0.2                31.50 ± 19.06      2  best so far
0.3                        99.00    1 *
`.replace(/ +\n/g, '\n'),
  );
});

test('validation has chosen once all runs are done, not while a seed of a trained member is left', () => {
  const textOf = (all: MeasuredRun[]) => compareRuns(all).map(formatComparison).join('\n');
  const done = textOf(runs.slice(0, 5));
  assert.match(done, /\nls: validation BLEU chose ls epsilon=0\.2, whose test figures stand above\n/);
  assert.match(done, /0\.2 +31\.50 ± 19\.06 +2 +chosen\n/);
  const left = textOf([...runs.slice(0, 5), run({ epsilon: 0.1, seed: 3, valid: 40 })]);
  assert.match(left, /\nls: best so far by validation BLEU is ls epsilon=0\.2, .* \(4 of 5 runs done\)\n/);
});

test('a grid of which nothing is trained says so, and shows its runs as they are', () => {
  const [comparison] = compareRuns([
    run({ epsilon: 0.1, seed: 1, valid: 3 }),
    run({ epsilon: 0.2, seed: 1, valid: 4 }),
  ]);
  assert.equal(comparison?.grids[0]?.chosen, undefined);
  const text = formatComparison(comparison!);
  assert.match(text, /ls: none of its 2 settings is trained yet/);
  assert.match(text, /ls epsilon=0\.1 \*/);
});
