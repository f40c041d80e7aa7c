import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planRuns } from '../../src/experiment/planRuns.ts';
import { corpora } from '../../src/experiment/presets/corpora.ts';
import { presetNames } from '../../src/experiment/presets/registry.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { coveredText, edited, parse, usualChoices } from './base.ts';

const withVectors = (variant: string) =>
  edited('ls: {targets: {kind: label-smoothing, epsilon: 0.1}}', `x: ${variant}`)
    .replace('subwords:', 'vectors: {file: vectors.txt}\n  subwords:')
    .replace('  mle: {}\n', '');

/** The variant as it is trained. */
function objective(variant: string) {
  const { spec, problems } = parse(withVectors(variant));
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  return spec!.variants.x!;
}

const idOf = (variant: string) =>
  planRuns(parse(withVectors(variant)).spec!, { variants: ['x'], seeds: [1], dataFingerprint: '' })[0]?.id;

const firstPresets = `mle mle-entropy tok-glove tok-glove-rarity
  ss-greedy ss-sample dss-argmax dss-argmax-annealed dss-gumbel dss-gumbel-annealed
  dss-argmax-annealed-k100 dss-argmax-annealed-k10 dss-argmax-annealed-k1 dss-argmax-annealed-always
  focal fl afl class-weights class-weights-inverse focal-class ls ls-v1 ls-v2 ls-09 ls-kl cls-ls ls-ramp cp
  labo labo-adaptive labo-two-stage kd cs-kd tf-reg beta-ls kr-ls`.split(/\s+/);
const sampled = ['V', 'Vbatch', 'Vrefs'].flatMap((pool) => [
  ...['hamming', 'cider', 'bleu4'].flatMap((name) =>
    ['seq', 'seq-lazy', 'tokseq', 'tokseq-lazy'].map((kind) => `${kind}-${name}-${pool}`),
  ),
  `seq-constant-${pool}`,
]);

test('a task that there is not is told, also where its name is one that every object inherits', () => {
  for (const task of ['constructor', 'toString', '__proto__']) {
    const { problems } = parse(withVectors('tok-glove').replace('task: translation', `task: ${task}`));
    assert.deepEqual(
      problems.map(({ message }) => message.includes(task)),
      [true],
    );
  }
});

test('every row of the tables has its preset', () => {
  for (const name of [...firstPresets, ...sampled]) assert.ok(presetNames.includes(name), name);
});

for (const corpus of Object.keys(corpora)) {
  test(`every preset is a variant that composes, with the constants of ${corpus}`, () => {
    for (const name of presetNames.filter((each) => each !== 'mle')) {
      const teacher = name === 'kd' ? ', targets: {teacher: runs/teacher}' : '';
      const variant = objective(`{preset: {name: ${name}, corpus: ${corpus}}${teacher}}`);
      assert.ok(composeObjective(variant), name);
      assert.notDeepEqual(variant, usualChoices, name);
    }
  });
}

test('a name alone, a block and the written-out choices are one run', () => {
  const written = '{targets: {kind: label-smoothing, epsilon: 0.9}}';
  assert.equal(idOf('ls-09'), idOf(written));
  assert.equal(idOf('{preset: ls-09}'), idOf(written));
  assert.equal(idOf('{preset: {name: ls-09}}'), idOf(written));
  assert.notEqual(idOf('ls-09'), idOf('ls'));
});

test('temperatures of the code become those of the paper: twice, and the penalty that times 1', () => {
  const { targets } = objective('{preset: {name: tok-glove-rarity, corpus: iwslt}}');
  assert.ok(targets.kind === 'word-similarity');
  assert.deepEqual([targets.alpha, targets.temperature, targets.rarity], [0.8, 0.09, 0.09]);
  const code = objective('tok-glove-rarity-code').targets;
  assert.ok(code.kind === 'word-similarity' && code.form === 'code');
  assert.deepEqual([code.alpha, code.temperature, code.rarity], [0.8, 0.045, 1]);
});

test('both smoothings together have constants of their own', () => {
  const { targets, sequences } = objective('{preset: {name: tokseq-cider-Vrefs, corpus: coco}}');
  assert.ok(targets.kind === 'word-similarity' && sequences.kind === 'cider');
  assert.deepEqual([targets.alpha, targets.temperature], [0.7, 0.18]);
  assert.deepEqual([sequences.alpha, sequences.temperature, sequences.pool], [0.5, 0.3, 'Vrefs']);
  assert.deepEqual([sequences.rewardTemperature, sequences.scheme], [0.5, 'batch-mean']);
});

test('the corpus follows the task', () => {
  assert.equal(idOf('seq-hamming-Vbatch'), idOf('{preset: {name: seq-hamming-Vbatch, corpus: iwslt}}'));
  assert.notEqual(idOf('seq-hamming-Vbatch'), idOf('{preset: {name: seq-hamming-Vbatch, corpus: wmt}}'));
});

test('what stands beside a preset wins, a setting at a time; a block of another kind replaces the axis', () => {
  const smaller = objective('{preset: ls-v1, targets: {epsilon: 0.2}}').targets;
  assert.ok(smaller.kind === 'label-smoothing');
  assert.deepEqual([smaller.epsilon, smaller.denominator], [0.2, 'V-1']);
  assert.deepEqual(objective('{preset: ls-v1, targets: {kind: one-hot}}').targets, { kind: 'one-hot' });
  assert.deepEqual(objective('{preset: ls-v1, targets: one-hot}').targets, { kind: 'one-hot' });
  assert.deepEqual(objective('{preset: ls-v1, targets: label-smoothing}'), objective('ls-v1'));
  assert.deepEqual(objective('{preset: ls-v1, targets: , weights: focal}').targets, { kind: 'one-hot' });
  const both = objective('{preset: ls, weights: focal}');
  assert.deepEqual([both.targets.kind, both.weights.kind], ['label-smoothing', 'focal']);
  const deeper = objective('{preset: ss-greedy, inputs: {decay: {k: 3}}}').inputs;
  assert.ok(deeper.kind === 'scheduled-greedy' && deeper.decay.kind === 'inverse-sigmoid' && deeper.decay.k === 3);
});

const faults: [string, (string | undefined)[]][] = [
  ['tok-glvoe', ['unknown-preset', 'tok-glvoe', 'tok-glove']],
  ['{preset: tok-glvoe}', ['unknown-preset', 'tok-glvoe', 'tok-glove']],
  ['{preset: 3}', ['unknown-preset', '3', undefined]],
  ['{preset: {name: ls, corpus: iwstl}}', ['invalid-value', 'iwstl', undefined]],
  ['{preset: {corpus: iwslt}}', ['missing-key', 'preset', undefined]],
  ['{preset: {name: ls, form: code}}', ['unknown-key', 'form', undefined]],
  ['{presett: ls}', ['unknown-key', 'presett', 'preset']],
  ['kd', ['missing-key', 'kd', undefined]],
  ['{preset: kd}', ['missing-key', 'preset', undefined]],
  ['{preset: ls, targets: {epsilon: 2}}', ['out-of-range', '2', undefined]],
  ['{preset: ls, targets: {epsilom: 0.2}}', ['unknown-key', 'epsilom', 'epsilon']],
];

for (const [variant, expected] of faults) {
  test(`a fault in \`${variant}\` is shown where it is`, () => {
    const parsed = parse(withVectors(variant));
    const found = parsed.problems.map((problem) => [problem.code, coveredText(problem, parsed), problem.suggestion]);
    assert.deepEqual(found, [expected]);
  });
}
