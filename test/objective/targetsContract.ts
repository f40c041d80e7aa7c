import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { SparseDistribution, TargetsMethod, Tools } from '../../src/objective/method.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { targets } from '../../src/objective/registry.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { targetChoices } from './parameterSets.ts';

interface Fixture {
  rows: number;
  classes: number;
  padId: number;
  logits: number[];
  teacherLogits: number[];
  gold: number[];
  upstream: number[];
  cases: { kind: keyof typeof targets; parameters: object; loss: number[]; gradient: number[] }[];
}

const fixture = readFixture<Fixture>('objective/targets.json');
const { rows, classes, padId } = fixture;

/** The loss of every token through the composed objective, as the trainer calls it. */
function tokenLoss(tools: Tools, kind: string, parameters: object, logits: Tensor2D): Tensor1D {
  const objective = composeObjective({ targets: { kind, ...parameters }, inputs: { kind: 'teacher-forcing' } });
  const gold = tools.tf.tensor1d(fixture.gold, 'int32');
  const teacherLogits = tools.tf.tensor2d(fixture.teacherLogits, [rows, classes]);
  return objective.tokenLoss(tools, { logits, gold, padId, teacherLogits });
}

/** What any targets method must be: its losses, its gradients, and its distribution, of one mind. */
export function targetsContract(engine: string, tools: Tools): void {
  const { tf } = tools;
  const logits = tf.tensor2d(fixture.logits, [rows, classes]);
  const upstream = tf.tensor1d(fixture.upstream);
  const weighted = (kind: string, parameters: object) => (z: Tensor) =>
    tf.sum(tf.mul(tokenLoss(tools, kind, parameters, z as Tensor2D), upstream)) as Scalar;

  for (const { kind, parameters, loss, gradient } of fixture.cases) {
    test(`${engine}: ${kind} ${JSON.stringify(parameters)}: loss and gradient equal PyTorch's`, () => {
      assertClose(tokenLoss(tools, kind, parameters, logits).dataSync(), loss, 'loss');
      assertClose(tf.grad(weighted(kind, parameters))(logits).dataSync(), gradient, 'gradient');
    });
  }

  for (const { kind, label, parameters } of targetChoices) {
    test(`${engine}: ${label}: one loss a token, and its gradient is its slope`, () => {
      assert.deepEqual(tokenLoss(tools, kind, parameters, logits).shape, [rows]);
      const gradient = tf.grad(weighted(kind, parameters))(logits).dataSync();
      assertClose(gradient, slopes(tools, logits, weighted(kind, parameters)), 'gradient', 1e-3);
    });
    const method = targets[kind] as TargetsMethod;
    const scale = method.gradientScale?.(parameters);
    if (scale === undefined) continue;
    test(`${engine}: ${label}: the gradient is s·p − q of its distribution`, () => {
      const gradient = tf.grad((z) => tf.sum(tokenLoss(tools, kind, parameters, z as Tensor2D)) as Scalar)(logits);
      const p = softmaxRows(fixture.logits);
      const q = fixture.gold.flatMap((gold, row) => {
        const teacherLogits = fixture.teacherLogits.slice(row * classes, (row + 1) * classes);
        return expandRow(method.distribution!(gold, parameters, { classes, padId, teacherLogits }));
      });
      assertClose(
        gradient.dataSync(),
        p.map((value, index) => scale * value - q[index]),
        'gradient',
      );
    });
  }
}

/** Central differences of a scalar function, element by element. */
function slopes({ tf }: Tools, at: Tensor2D, compute: (z: Tensor) => Scalar): number[] {
  const step = 0.03; // Rounding of float32 falls and curvature rises with it.
  const values = Array.from(at.dataSync());
  const shifted = (index: number, by: number) =>
    tf.tidy(() => {
      const moved = values.with(index, values[index] + by);
      return compute(tf.tensor(moved, at.shape)).dataSync()[0];
    });
  return values.map((_, index) => (shifted(index, step) - shifted(index, -step)) / (2 * step));
}

function softmaxRows(logits: number[]): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const exponentials = logits.slice(row * classes, (row + 1) * classes).map(Math.exp);
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    return exponentials.map((value) => value / total);
  }).flat();
}

function expandRow({ mass, rest }: SparseDistribution): number[] {
  const row = Array.from({ length: classes }, (_, id) => mass.get(id) ?? rest);
  assert.ok(Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-12, 'a distribution sums to 1');
  return row;
}
