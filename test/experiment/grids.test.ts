import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planRuns, writtenNames } from '../../src/experiment/planRuns.ts';
import { UserError } from '../../src/userError.ts';
import { coveredText, edited, parse } from './base.ts';

const ls = 'ls: {targets: {kind: label-smoothing, epsilon: 0.1}}';
const grid = (epsilon: string, more = '') =>
  edited(ls, `ls: {targets: {kind: label-smoothing, epsilon: ${epsilon}${more}}}`);

function parsed(text: string) {
  const result = parse(text);
  assert.deepEqual(result.problems, []);
  return result.spec!;
}

const namesOf = (text: string) => Object.keys(parsed(text).variants);

function epsilons(text: string): unknown[] {
  const { variants, grids } = parsed(text);
  return Object.keys(grids.ls!.members).map((name) => {
    const { targets } = variants[name]!;
    return targets.kind === 'label-smoothing' ? targets.epsilon : undefined;
  });
}

test('a list of values makes a variant of each, called by its value', () => {
  assert.deepEqual(namesOf(grid('[0.05, 0.1]')), ['mle', 'ls epsilon=0.05', 'ls epsilon=0.1']);
  assert.deepEqual(epsilons(grid('[0.05, 0.1]')), [0.05, 0.1]);
});

test('ranges: by steps, by a number of equal differences, by a number of equal ratios', () => {
  assert.deepEqual(epsilons(grid('{from: 0.05, to: 0.3, step: 0.05}')), [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
  assert.deepEqual(epsilons(grid('{from: 0.3, to: 0.1, step: -0.1}')), [0.3, 0.2, 0.1]);
  assert.deepEqual(epsilons(grid('{from: 0.1, to: 0.35, step: 0.1}')), [0.1, 0.2, 0.3]);
  assert.deepEqual(epsilons(grid('{from: 0.1, to: 0.5, count: 3}')), [0.1, 0.3, 0.5]);
  assert.deepEqual(epsilons(grid('{from: 0.001, to: 0.1, count: 3, scale: log}')), [0.001, 0.01, 0.1]);
});

test('several settings make the product, on one axis or on several', () => {
  const names = namesOf(
    grid('[0.1, 0.2]', ', denominator: [V, V-1]').replace('V-1]}}', 'V-1]}, weights: {kind: focal, gamma: [1, 2]}}'),
  );
  assert.equal(names.length, 1 + 8);
  assert.equal(names[1], 'ls epsilon=0.1 denominator=V gamma=1');
  assert.equal(names[8], 'ls epsilon=0.2 denominator=V-1 gamma=2');
});

test('settings of one name on two axes are called by their paths', () => {
  const text = edited(
    ls,
    'x: {preset: seq-hamming-V, sequences: {alpha: [0.3, 0.4]}, targets: {kind: kr-ls, alpha: [0.1, 0.2]}}',
  );
  assert.equal(namesOf(text)[1], 'x sequences.alpha=0.3 targets.alpha=0.1');
});

test('settings within a block of a setting can be a grid', () => {
  const text = edited(ls, 'x: {preset: ss-greedy, inputs: {decay: {k: [0.5, 1]}}}');
  assert.deepEqual(namesOf(text), ['mle', 'x k=0.5', 'x k=1']);
});

test('a list is a list where a list is meant', () => {
  const { grids, training } = parsed(edited('epochs: 5', 'epochs: 5\n  seeds: [4, 5]'));
  assert.deepEqual(grids, {});
  assert.deepEqual(training.seeds, [4, 5]);
});

test('a member is the run that the same written-out variant is', () => {
  const options = { seeds: [1], dataFingerprint: '' };
  const written = planRuns(parsed(edited('epsilon: 0.1', 'epsilon: 0.05')), { ...options, variants: ['ls'] });
  const member = planRuns(parsed(grid('[0.05, 0.1]')), { ...options, variants: ['ls epsilon=0.05'] });
  assert.equal(member[0]?.id, written[0]?.id);
  assert.deepEqual(member[0]?.grid, { variant: 'ls', settings: { 'targets.epsilon': 0.05 } });
  assert.equal(written[0]?.grid, undefined);
});

test('a grid is run by its name, a member by its own', () => {
  const spec = parsed(grid('[0.05, 0.1]'));
  const planned = (variants: string[]) =>
    planRuns(spec, { variants, seeds: [1], dataFingerprint: '' }).map(({ variant }) => variant);
  assert.deepEqual(planned(['ls']), ['ls epsilon=0.05', 'ls epsilon=0.1']);
  assert.deepEqual(planned(['ls epsilon=0.1', 'ls']), ['ls epsilon=0.1', 'ls epsilon=0.05']);
  assert.throws(
    () => planned(['l']),
    (error: UserError) => error instanceof UserError && /ls/.test(error.fix ?? ''),
  );
});

test('where there is no such variant, grids are listed by their names', () => {
  const spec = parsed(grid('{from: 0.01, to: 0.9, count: 200}'));
  assert.throws(
    () => planRuns(spec, { variants: ['something else'], dataFingerprint: '' }),
    (error: UserError) => error.fix === 'Use one of: mle, ls.',
  );
});

test('the first variant of a file may be a grid, and is called as the file does', () => {
  assert.deepEqual(writtenNames(parsed(grid('[0.05, 0.1]'))), ['mle', 'ls']);
  assert.deepEqual(writtenNames(parsed(grid('[0.05, 0.1]').replace('  mle: {}\n', ''))), ['ls']);
});

test('members whose names would be too long, or are taken, are numbered', () => {
  const long = parsed(edited(ls, `${'l'.repeat(55)}: {targets: {kind: label-smoothing, epsilon: [0.05, 0.1]}}`));
  assert.deepEqual(Object.keys(long.variants).slice(1), [`${'l'.repeat(55)} (1)`, `${'l'.repeat(55)} (2)`]);
  const taken = parsed(`${grid('[0.05, 0.1]')}  ls epsilon=0.1: {targets: {kind: label-smoothing, epsilon: 0.3}}\n`);
  assert.deepEqual(Object.keys(taken.variants), ['mle', 'ls (1)', 'ls (2)', 'ls epsilon=0.1']);
});

test('a member does not take the place of a variant that comes later', () => {
  const named = `${grid('[0.05, 0.1]')}  ls epsilon=0.1: {targets: kr-ls}\n  ls (1): {targets: labo}\n`;
  const result = parse(named);
  assert.deepEqual(
    result.problems.map((problem) => [problem.code, coveredText(problem, result)]),
    [['duplicate-key', 'ls']],
  );
  assert.match(result.problems[0]?.message ?? '', /`ls \(1\)`/);
});

test('the members of all grids are limited together', () => {
  const large = (name: string) =>
    `  ${name}: {targets: {kind: label-smoothing, epsilon: {from: 0.1, to: 0.5, count: 600}}}\n`;
  const small = '  small: {targets: {kind: kr-ls, alpha: [0.1, 0.2]}}\n';
  const result = parse(`${edited(`  ${ls}\n`, large('a'))}${large('b')}${small}`);
  assert.deepEqual(
    result.problems.map((problem) => [problem.code, coveredText(problem, result)]),
    [['too-large', 'b']],
  );
  assert.match(result.problems[0]?.message ?? '', /1200 members/);
});

test('a count beyond the limit is told as such', () => {
  const [problem] = parse(grid('{from: 0, to: 1, count: 5000}')).problems;
  assert.equal(problem?.code, 'invalid-range');
  assert.match(problem?.message ?? '', /grids of 5000 members are too large/);
});

const faults: [string, string, (string | undefined)[][]][] = [
  ['an empty list', grid('[]'), [['empty', '[]']]],
  ['a value given twice', grid('[0.1, 0.2, 0.1]'), [['repeated', '0.1']]],
  ['a list in a list', grid('[0.1, [0.2]]'), [['wrong-type', '[0.2]']]],
  ['a value out of range', grid('[0.1, 2]'), [['out-of-range', '2']]],
  [
    'a range that leaves the range',
    grid('{from: 0.5, to: 2, step: 0.1}'),
    [['out-of-range', '{from: 0.5, to: 2, step: 0.1}']],
  ],
  [
    'a step away from the end',
    grid('{from: 0, to: 1, step: -0.1}'),
    [['invalid-range', '{from: 0, to: 1, step: -0.1}']],
  ],
  [
    'a range of a step and a count',
    grid('{from: 0, to: 1, step: 0.5, count: 3}'),
    [['invalid-range', '{from: 0, to: 1, step: 0.5, count: 3}']],
  ],
  [
    'a range of ratios from 0',
    grid('{from: 0, to: 1, count: 3, scale: log}'),
    [['invalid-range', '{from: 0, to: 1, count: 3, scale: log}']],
  ],
  [
    'a range whose values are the same',
    grid('{from: 0.1, to: 0.1, count: 3}'),
    [['invalid-range', '{from: 0.1, to: 0.1, count: 3}']],
  ],
  [
    'a range whose values are the same once rounded',
    grid('{from: 0.1, to: 0.1000001, count: 3, scale: log}'),
    [['invalid-range', '{from: 0.1, to: 0.1000001, count: 3, scale: log}']],
  ],
  ['a misspelt range', grid('{from: 0, to: 1, stepp: 0.5}'), [['invalid-range', '{from: 0, to: 1, stepp: 0.5}']]],
  ['too many steps', grid('{from: 0, to: 1, step: 0.0001}'), [['invalid-range', '{from: 0, to: 1, step: 0.0001}']]],
  [
    'too many members',
    grid('{from: 0.1, to: 0.5, count: 40}').replace(
      '}}}',
      '}}, weights: {kind: focal, gamma: {from: 1, to: 2, count: 40}}}',
    ),
    [['too-large', 'ls']],
  ],
  ['another fault of all members', grid('[0.1, 0.2]', ', form: kll'), [['invalid-value', 'kll']]],
  ['a fault of the name', grid('[0.1, 0.2]').replace('ls:', 'ls!:'), [['invalid-name', 'ls!']]],
  [
    'kinds',
    edited('{kind: label-smoothing, epsilon: 0.1}', '{kind: [one-hot, labo]}'),
    [['unknown-kind', '[one-hot, labo]']],
  ],
];

for (const [name, text, expected] of faults) {
  test(`a grid's fault is told once and where it is: ${name}`, () => {
    const result = parse(text);
    assert.deepEqual(
      result.problems.map((problem) => [problem.code, coveredText(problem, result)]),
      expected,
    );
    for (const { message } of result.problems) assert.doesNotMatch(message, /epsilon=/);
  });
}

test('a grid that ends where a method has no effect is no fault', () => {
  assert.deepEqual(parse(grid('[0, 0.1]')).problems, []);
  const decays = 'x: {inputs: {kind: scheduled-greedy, decay: {kind: inverse-sigmoid, k: [1, 100000]}}}';
  assert.deepEqual(parse(edited(ls, decays)).problems, [], 'the method blames the block that holds the setting');
  const beside = parse(
    edited(ls, 'x: {targets: {kind: label-smoothing, epsilon: 0}, weights: {kind: focal, gamma: [1, 2]}}'),
  );
  assert.deepEqual(
    beside.problems.map((problem) => [problem.code, coveredText(problem, beside)]),
    [['without-effect', '0']],
  );
});
