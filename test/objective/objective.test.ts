import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facts, SparseDistribution } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { inputs, targets } from '../../src/objective/registry.ts';

/** One row of a distribution over five classes, padding being class 0. */
const rowOf = ({ mass, rest }: SparseDistribution) => [0, 1, 2, 3, 4].map((id) => mass.get(id) ?? rest);

const context = { classes: 5, padId: 0, teacherLogits: [0, 1, 2, 0, 0] };

function assertRow(found: SparseDistribution, expected: number[]): void {
  rowOf(found).forEach((value, id) => {
    assert.ok(Math.abs(value - expected[id]) < 1e-12, `${rowOf(found)} is not ${expected}`);
  });
}

test('distributions of a gold token, class by class', () => {
  assertRow(targets['one-hot'].distribution!(2, {}, context), [0, 0, 1, 0, 0]);
  const smoothing = targets['label-smoothing'];
  const smoothed = (denominator: string) =>
    smoothing.distribution!(2, smoothing.parameters.parse({ epsilon: 0.1, denominator }), context);
  assertRow(smoothed('V'), [0.02, 0.02, 0.92, 0.02, 0.02]);
  assertRow(smoothed('V-1'), [0.025, 0.025, 0.9, 0.025, 0.025]);
  assertRow(smoothed('V-2'), [0, 0.1 / 3, 0.9, 0.1 / 3, 0.1 / 3]);
  const total = 3 + Math.E + Math.E ** 2;
  const kd = (alpha: number, temperature: number) =>
    targets.kd.distribution!(2, { teacher: 't', alpha, temperature }, context);
  assertRow(
    kd(0.4, 1),
    [1, Math.E, Math.E ** 2, 1, 1].map((e, id) => (0.4 * e) / total + (id === 2 ? 0.6 : 0)),
  );
  assertRow(kd(1, 1e15), [0.2, 0.2, 0.2, 0.2, 0.2]);
});

test('the defaults are the published ones', () => {
  assert.deepEqual(targets['label-smoothing'].parameters.parse({}), {
    epsilon: 0.1,
    denominator: 'V',
    form: 'ce',
    padColumn: 'keep',
    s4bug: false,
  });
  assert.deepEqual(targets.kd.parameters.parse({ teacher: 'runs/a' }), {
    teacher: 'runs/a',
    alpha: 0.5,
    temperature: 1,
  });
  assert.deepEqual(inputs['soft-argmax'].parameters.parse({}), {
    alpha: { kind: 'fixed', value: 5 },
    decay: { kind: 'inverse-sigmoid', k: 10, unit: 'epoch' },
    mode: 'soft',
  });
  assert.equal(Object.keys(targets)[0], 'one-hot');
  assert.equal(Object.keys(inputs)[0], 'teacher-forcing');
});

test('a setting without effect is named', () => {
  const smoothing = targets['label-smoothing'];
  assert.equal(smoothing.withoutEffect!(smoothing.parameters.parse({ epsilon: 0 }), {})?.path, 'epsilon');
  assert.equal(smoothing.withoutEffect!(smoothing.parameters.parse({ epsilon: 0.1 }), {}), undefined);
  const kd = { teacher: 't', temperature: 1 };
  assert.equal(targets.kd.withoutEffect!({ ...kd, alpha: 0 }, {})?.path, 'alpha');
  assert.equal(targets.kd.withoutEffect!({ ...kd, alpha: 0.5 }, {}), undefined);
});

test('an objective says what it needs', () => {
  const plain = composeObjective({ targets: { kind: 'one-hot' }, inputs: { kind: 'teacher-forcing' } });
  assert.equal(plain.needs.teacher, undefined);
  assert.equal(plain.feed, undefined);
  assert.deepEqual(plain.schedules, {});
  const taught = composeObjective({
    targets: { kind: 'kd', teacher: 'runs/a', alpha: 0.5, temperature: 1 },
    inputs: { kind: 'soft-argmax', alpha: { kind: 'fixed', value: 2 }, decay: { kind: 'always' } },
  });
  assert.equal(taught.needs.teacher, 'runs/a');
  assert.deepEqual(Object.keys(taught.schedules).sort(), ['inputs/alpha', 'inputs/goldProbability']);
  const start = { step: 0, epoch: 0, totalSteps: 100 };
  assert.equal(taught.schedules['inputs/alpha']!(start), 2);
  assert.equal(taught.schedules['inputs/goldProbability']!(start), 0);
  const unknown = { targets: { kind: 'two-hot' }, inputs: { kind: 'teacher-forcing' } };
  assert.throws(() => composeObjective(unknown), /two-hot/);
});

/** The schedules of soft argmax inputs with these parameters. */
function schedulesOf(given: object) {
  const parameters = inputs['soft-argmax'].parameters.parse(given);
  return composeObjective({ targets: { kind: 'one-hot' }, inputs: { kind: 'soft-argmax', ...parameters } }).schedules;
}

const near = (found: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not ${expected}`);

test('the probability of gold inputs falls by an inverse sigmoid from pure gold', () => {
  const at = (epoch: number, decay: object, step = 0) =>
    schedulesOf({ decay: { kind: 'inverse-sigmoid', ...decay } })['inputs/goldProbability']!({
      step,
      epoch,
      totalSteps: 1,
    });
  assert.equal(at(0, { k: 10 }), 1);
  assert.equal(at(0.99, { k: 10 }), 1);
  near(at(1, { k: 10 }), 0.900481);
  near(at(1.7, { k: 10 }), 0.900481);
  near(at(10, { k: 10 }), 0.78627);
  near(at(20, { k: 10 }), 0.575074);
  near(at(50, { k: 10 }), 0.063126);
  near(at(50, { k: 100 }), 0.98378);
  near(at(461, { k: 100 }), 0.5, 2e-3); // π = 1/2 at e = k·ln k = 460.5
  near(at(23, { k: 10 }), 0.5, 2e-2);
  near(at(7, { k: 100, unit: 'step' }, 51), 0.98378);
  assert.equal(at(7, { k: 100, unit: 'step' }, 1), 1);
});

test('the other decays: linear, exponential and always', () => {
  const at = (decay: object, epoch: number, step = 0) =>
    schedulesOf({ decay })['inputs/goldProbability']!({ step, epoch, totalSteps: 1 });
  const linear = { kind: 'linear', start: 0.9, slope: 0.1, minimum: 0.25 };
  near(at(linear, 0), 0.9);
  near(at(linear, 3.9), 0.6);
  near(at(linear, 30), 0.25);
  near(at({ ...linear, unit: 'step' }, 30, 3), 0.7);
  const exponential = { kind: 'exponential', base: 0.9 };
  near(at(exponential, 0), 1);
  near(at(exponential, 10.5), 0.9 ** 10);
  near(at({ ...exponential, unit: 'step' }, 0, 4), 0.729);
  assert.equal(at({ kind: 'always' }, 0), 0);
  for (const decay of [linear, exponential, { kind: 'inverse-sigmoid' }]) {
    const falling = [0, 1, 2, 5, 10, 50].map((epoch) => at(decay, epoch));
    assert.deepEqual(
      [...falling].sort((a, b) => b - a),
      falling,
    );
  }
});

test('a schedule that has no effect within the run is named', () => {
  const reasonOf = (given: object, facts: Facts) => {
    const method = inputs['soft-argmax'];
    return method.withoutEffect!(method.parameters.parse(given), facts);
  };
  const run = { epochs: 10, totalSteps: 5000 };
  assert.equal(reasonOf({}, run), undefined);
  assert.equal(reasonOf({}, {}), undefined);
  assert.equal(reasonOf({ decay: { kind: 'inverse-sigmoid', k: 100 } }, run), undefined);
  assert.equal(reasonOf({ decay: { kind: 'always' } }, { epochs: 1 }), undefined);
  assert.equal(reasonOf({}, { epochs: 1 })?.path, 'decay', 'the only epoch is pure gold');
  assert.equal(reasonOf({ decay: { kind: 'inverse-sigmoid', k: 10, unit: 'step' } }, { ...run, epochs: 1 }), undefined);
  assert.equal(reasonOf({ decay: { kind: 'inverse-sigmoid', k: 5000 } }, run)?.path, 'decay');
  assert.equal(reasonOf({ decay: { kind: 'exponential', base: 0.99999 } }, run)?.path, 'decay');
  assert.equal(reasonOf({ decay: { kind: 'linear', slope: 1e-6, unit: 'step' } }, run), undefined);
  assert.equal(reasonOf({ decay: { kind: 'linear', slope: 1e-7, unit: 'step' } }, run)?.path, 'decay');
  assert.equal(reasonOf({ decay: { kind: 'linear', slope: 0.05, minimum: 0.2 } }, run)?.path, 'decay.minimum');
  assert.equal(reasonOf({ decay: { kind: 'linear', slope: 0.1, minimum: 0.2 } }, run), undefined);
  const annealed = { alpha: { kind: 'annealed', start: 5, cap: 5 } };
  assert.equal(reasonOf(annealed, run)?.path, 'alpha.cap');
  const always = { alpha: { kind: 'annealed' }, decay: { kind: 'always' } };
  assert.equal(reasonOf(always, { epochs: 1 })?.path, 'alpha');
  assert.equal(reasonOf(always, run), undefined);
});

test('the sharpness grows by whole epochs up to its cap', () => {
  const at = (epoch: number, alpha: object) =>
    schedulesOf({ alpha })['inputs/alpha']!({ step: 0, epoch, totalSteps: 1 });
  assert.equal(at(9, { kind: 'fixed', value: 5 }), 5);
  const annealed = { kind: 'annealed', start: 1, growth: 1.2, cap: 50 };
  assert.equal(at(0.5, annealed), 1);
  near(at(3.9, annealed), 1.728);
  assert.equal(at(100, annealed), 50);
});
