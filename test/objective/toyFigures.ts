import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { assertClose } from '../ops/closeTo.ts';

/** One token worked by hand: five classes, gold class 2, padding class 0. */
const toy = { logits: [-2, 2, 1, 0.5, -1], gold: 2, teacher: [0, 1, 2, 0, 0] };
const probabilities = [0.011039, 0.602732, 0.221733, 0.134488, 0.030008];

export function toyFigures(engine: string, tools: Tools): void {
  const { tf } = tools;
  const row = (values: number[]) => tf.tensor2d([values]) as Tensor2D;
  const loss = (
    kind: string,
    parameters: object,
    { logits = toy.logits, teacher = toy.teacher, gold = toy.gold } = {},
  ) => lossTensor(tools, kind, parameters, row(logits), row(teacher), gold).dataSync()[0];
  const near = (found: number, expected: number, what: string) =>
    assert.ok(Math.abs(found - expected) < 1e-5, `${what}: ${found}, by hand ${expected}`);

  test(`${engine}: one-hot on the toy token`, () => {
    near(loss('one-hot', {}), 1.506283, 'loss');
    const gradient = tf.grad(
      (z) => tf.sum(lossTensor(tools, 'one-hot', {}, z as Tensor2D, row(toy.teacher), 2)) as Scalar,
    );
    assertClose(
      gradient(row(toy.logits)).dataSync(),
      probabilities.map((p, id) => p - (id === toy.gold ? 1 : 0)),
      'p − y',
    );
  });

  const smoothing = { V: [1.596283, 1.20661], 'V-1': [1.618783, 1.15507], 'V-2': [1.556283, 1.121339] };
  for (const [denominator, [ce, kl]] of Object.entries(smoothing)) {
    test(`${engine}: label smoothing over ${denominator} on the toy token`, () => {
      near(loss('label-smoothing', { epsilon: 0.1, denominator, form: 'ce' }), ce, 'ce');
      near(loss('label-smoothing', { epsilon: 0.1, denominator, form: 'kl' }), kl, 'kl');
      near(loss('label-smoothing', { epsilon: 0, denominator, form: 'ce' }), loss('one-hot', {}), 'ε = 0');
      near(loss('label-smoothing', { epsilon: 0, denominator, form: 'kl' }), loss('one-hot', {}), 'ε = 0, kl');
    });
    test(`${engine}: label smoothing over ${denominator}: kl and ce are a constant apart`, () => {
      const apart = [toy.logits, [3, -1, 0.25, 1, 0], [0, 0, 0, 0, 9]].map((logits) => {
        const of = (form: string) => loss('label-smoothing', { epsilon: 0.3, denominator, form }, { logits });
        return of('ce') - of('kl');
      });
      near(apart[1], apart[0], 'second token');
      near(apart[2], apart[0], 'third token');
    });
  }

  test(`${engine}: smoothing over V with ε is smoothing over V−1 with ε(V−1)/V`, () => {
    for (const epsilon of [0.05, 0.1, 0.5, 1]) {
      const whole = loss('label-smoothing', { epsilon, denominator: 'V', form: 'ce' });
      near(
        loss('label-smoothing', { epsilon: (epsilon * 4) / 5, denominator: 'V-1', form: 'ce' }),
        whole,
        `ε ${epsilon}`,
      );
    }
  });

  test(`${engine}: distillation on the toy token`, () => {
    const kd = (alpha: number, temperature: number, given = {}) => loss('kd', { alpha, temperature }, given);
    near(kd(0.5, 1), 0.993237, 'T = 1');
    near(kd(0.5, 4), 1.041691, 'T = 4');
    near(kd(0, 4), loss('one-hot', {}), 'α = 0');
    near(kd(1, 1, { teacher: toy.logits }), 0, 'a teacher of the same mind');
    // A uniform teacher at T = 1 is label smoothing over V, less α·log V.
    const smoothed = loss('label-smoothing', { epsilon: 0.3, denominator: 'V', form: 'ce' });
    near(kd(0.3, 1, { teacher: [7, 7, 7, 7, 7] }), smoothed - 0.3 * Math.log(5), 'uniform teacher');
    near(kd(0.5, 1) + 0.5 * entropy(toy.teacher), 1.612396, 'the cross-entropy part');
  });
}

function lossTensor(
  tools: Tools,
  kind: string,
  parameters: object,
  logits: Tensor2D,
  teacherLogits: Tensor2D,
  gold: number,
): Tensor1D {
  const objective = composeObjective({ targets: { kind, ...parameters }, inputs: { kind: 'teacher-forcing' } });
  return objective.tokenLoss(tools, { logits, gold: tools.tf.tensor1d([gold], 'int32'), padId: 0, teacherLogits });
}

/** Entropy of softmax(logits) in nats. */
function entropy(logits: number[]): number {
  const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
  return logits.reduce((sum, z) => sum - (Math.exp(z) / total) * (z - Math.log(total)), 0);
}
