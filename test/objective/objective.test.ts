import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SparseDistribution } from '../../src/objective/method.ts';
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
  near(at(7, { k: 100, unit: 'step' }, 50), 0.98378);
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
