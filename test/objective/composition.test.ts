import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeObjective } from '../../src/objective/objective.ts';
import { penalties, targets, weights } from '../../src/objective/registry.ts';
import { UserError } from '../../src/userError.ts';
import { corpus } from './tokenBatch.ts';

const start = { step: 0, epoch: 0, totalSteps: 100 };

test('an objective without choices is maximum likelihood on the gold sequence', () => {
  const { constants, trained, ...objective } = composeObjective({});
  assert.deepEqual([constants(corpus), trained(corpus)], [{}, {}]);
  assert.deepEqual(objective.schedules, {});
  for (const part of ['plan', 'sampler', 'divisor', 'penalty', 'feed'] as const)
    assert.equal(objective[part], undefined);
  assert.deepEqual(objective.distribution!(4, { classes: 6, padId: 0 }), { mass: new Map([[4, 1]]), rest: 0 });
});

test('fixed and trained tensors carry the name of their axis', () => {
  const objective = composeObjective({
    targets: { kind: 'kr-ls', ...targets['kr-ls'].parameters.parse({}) },
    weights: { kind: 'focal-class', ...weights['focal-class'].parameters.parse({}) },
  });
  const classes = corpus.tokens.length;
  assert.deepEqual(Object.keys(objective.constants(corpus)), ['weights/classes']);
  assert.deepEqual(objective.trained(corpus), { 'targets/table': { shape: [classes, classes], initial: 0 } });
});

test('an averaged model comes with the schedule of its decay: min(1 − 1/t, decay)', () => {
  const { needs, schedules } = composeObjective({
    targets: { kind: 'beta-ls', ...targets['beta-ls'].parameters.parse({ decay: 0.9 }) },
    penalty: { kind: 'confidence-penalty', ...penalties['confidence-penalty'].parameters.parse({}) },
  });
  assert.deepEqual(needs.average, { decay: 0.9 });
  const decayAt = (step: number) => schedules['average/decay']!({ ...start, step });
  assert.deepEqual([1, 2, 4, 10, 1000].map(decayAt), [0, 0.5, 0.75, 0.9, 0.9]);
});

test('class weights inside the target need targets with fixed masses', () => {
  const inside = { kind: 'class-weights', ...weights['class-weights'].parameters.parse({ place: 'target' }) };
  const smoothing = { kind: 'label-smoothing', ...targets['label-smoothing'].parameters.parse({}) };
  assert.ok(composeObjective({ targets: smoothing, weights: inside }).tokenLoss);
  const distilled = { kind: 'kd', ...targets.kd.parameters.parse({ teacher: 'runs/a' }) };
  assert.throws(
    () => composeObjective({ targets: distilled, weights: inside }),
    (error: UserError) => error instanceof UserError && /distillation/.test(error.message) && error.fix !== undefined,
  );
});

test('an unknown method is named with its axis', () => {
  assert.throws(() => composeObjective({ weights: { kind: 'heavy' } }), /heavy.*weights/);
});
