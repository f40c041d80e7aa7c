import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPlan } from '../../src/experiment/checkPlan.ts';
import { learningRateAt, learningRateSchema } from '../../src/experiment/schedules.ts';
import { edited, parse } from './base.ts';

const rate = (written: unknown, step: number, totalSteps = 100) =>
  learningRateAt(learningRateSchema.parse(written), step, { totalSteps, stepsPerEpoch: 10 });

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} ${expected}`);

test('a number is a constant rate, and a warm-up rises linearly to the peak', () => {
  assert.deepEqual(
    [1, 50, 100].map((step) => rate(0.5, step)),
    [0.5, 0.5, 0.5],
  );
  const written = { kind: 'constant', peak: 2, warmup: 0.1 };
  assert.deepEqual(
    [1, 5, 10, 11, 100].map((step) => rate(written, step)),
    [0.2, 1, 2, 2, 2],
  );
  assert.equal(rate({ ...written, warmup: 20 }, 5), 0.5);
});

test('inverse square root: peak·√(w/t) after the warm-up, which is a tenth of the steps by default', () => {
  near(rate({ kind: 'inverse-sqrt', peak: 1 }, 10), 1);
  near(rate({ kind: 'inverse-sqrt', peak: 1 }, 5), 0.5);
  near(rate({ kind: 'inverse-sqrt', peak: 1 }, 40), 0.5);
  near(rate({ kind: 'inverse-sqrt', peak: 1, warmup: 0 }, 4), 0.5);
});

test('cosine: from the peak through the mean of peak and floor to the floor, and then the floor', () => {
  const written = { kind: 'cosine', peak: 1, warmup: 20, floor: 0.2 };
  near(rate(written, 20), 1);
  near(rate(written, 60), 0.6);
  near(rate(written, 40), 0.2 + 0.4 * (1 + Math.SQRT1_2));
  near(rate(written, 100), 0.2);
  near(rate({ ...written, decay: 0.4 }, 40), 0.6);
  near(rate({ ...written, decay: 0.4 }, 90), 0.2);
});

test('exponential falls by its factor over its length; steps fall by it at each milestone', () => {
  near(rate({ kind: 'exponential', peak: 1, factor: 0.5, every: 10 }, 20), 0.25);
  near(rate({ kind: 'exponential', peak: 1, factor: 0.5, every: 10, warmup: 10 }, 15), Math.SQRT1_2);
  const written = { kind: 'step', peak: 1, factor: 0.1, at: [0.5, 80] };
  assert.deepEqual(
    [50, 51, 80, 81].map((step) => Number(rate(written, step).toFixed(6))),
    [1, 0.1, 0.1, 0.01],
  );
});

test('lengths may be epochs: halved every few of them, by a factor from one on, or at some', () => {
  const rates = (written: object, epochs: number[]) =>
    epochs.map((epoch) => Number(rate({ kind: 'step', peak: 1, ...written }, 10 * epoch + 1, 500).toFixed(6)));
  const halved = { factor: 0.5, every: { epochs: 10 } };
  assert.deepEqual(rates(halved, [0, 9, 10, 19, 20, 35]), [1, 1, 0.5, 0.5, 0.25, 0.125]);
  assert.equal(rate({ kind: 'step', peak: 1, ...halved }, 100, 500), 1, 'the last step of the tenth epoch');
  // As captioning code has it: from epoch 5, by 0.8 whenever three more have passed.
  const later = { factor: 0.8, every: { epochs: 3 }, from: { epochs: 5 } };
  assert.deepEqual(rates(later, [0, 5, 7, 8, 10, 11]), [1, 1, 1, 0.8, 0.8, 0.64]);
  assert.deepEqual(rates({ at: [{ epochs: 2 }, 40] }, [1, 2, 3, 4]), [1, 0.1, 0.1, 0.01]);
  near(rate({ kind: 'exponential', peak: 1, factor: 0.5, every: { epochs: 2 } }, 40), 0.25);
  near(rate({ kind: 'constant', peak: 1, warmup: { epochs: 1 } }, 5), 0.5);
  for (const wrong of [{}, { at: [1], every: 2 }, { every: 0 }, { every: { epochs: 0 } }])
    assert.equal(learningRateSchema.safeParse({ kind: 'step', peak: 1, ...wrong }).success, false);
});

test('a warm-up may rise from a first rate, as fairseq has it', () => {
  const written = { kind: 'inverse-sqrt', peak: 5e-4, initial: 1e-7, warmup: 1000 };
  near(rate(written, 1, 9000), 1e-7 + (5e-4 - 1e-7) / 1000);
  near(rate(written, 500, 9000), (5e-4 + 1e-7) / 2);
  near(rate(written, 4000, 9000), 2.5e-4);
});

test('what the file alone cannot know is found once the steps are planned', () => {
  const text = edited('learningRate: 0.001', 'learningRate: {kind: inverse-sqrt, peak: 1, warmup: 4000}').replace(
    'epochs: 5',
    'epochs: 5\n  evaluate: {every: {steps: 100}}\n  stop: {metric: bleu, patience: 10}',
  );
  const { spec, problems } = parse(text);
  assert.deepEqual(problems, []);
  const codes = (planned: Parameters<typeof checkPlan>[1]) =>
    checkPlan(spec!, planned).map(({ code, path }) => `${code} ${path.join('.')}`);
  assert.deepEqual(codes({ totalSteps: 5000, stepsPerEpoch: 1000, evaluations: 50 }), []);
  assert.deepEqual(codes({ totalSteps: 1000, stepsPerEpoch: 200, evaluations: 10 }), [
    'outside-plan training.learningRate.warmup',
    'patience-unreachable training.stop.patience',
  ]);
  assert.deepEqual(codes({ totalSteps: 50, stepsPerEpoch: 10, evaluations: 1 }), [
    'outside-plan training.learningRate.warmup',
    'outside-plan training.evaluate.every.steps',
    'patience-unreachable training.stop.patience',
  ]);
});
