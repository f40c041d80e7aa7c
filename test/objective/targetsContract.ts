import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Progress, SparseDistribution, TargetsMethod, Tools } from '../../src/objective/method.ts';
import { composeObjective, type Mixture, type Objective } from '../../src/objective/objective.ts';
import { targets } from '../../src/objective/registry.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { HeldConstants, slopes } from './finiteDifferences.ts';
import { targetChoices } from './parameterSets.ts';
import { batch, corpus, tokenInput } from './tokenBatch.ts';

/** What PyTorch says of a method: test/oracles/objective_batch.py. Padding rows have loss 0. */
interface Case {
  kind: keyof typeof targets;
  parameters: object;
  progress?: Progress;
  loss: number[];
  gradient: number[];
  trained?: Record<string, { shape: number[]; values: number[]; gradient: number[] }>;
}

const { rows, classes, padId } = batch;
const cases = readdirSync('test/fixtures/objective/targets').flatMap((name) =>
  readFixture<Case[]>(`objective/targets/${name}`),
);
const compose = (kind: string, parameters: object) => composeObjective({ targets: { kind, ...parameters } });
const isToken = batch.gold.map((id) => (id === padId ? 0 : 1));

/** What any targets method must be: its losses, its gradients, and its distribution, of one mind. */
export function targetsContract(label: string, { engine, createProgram }: LoadedEngine): void {
  test(`${label}: every targets method has reference cases`, () =>
    assert.deepEqual([...new Set(cases.map(({ kind }) => kind))].sort(), Object.keys(targets).sort()));
  for (const reference of cases) {
    const { kind, parameters } = reference;
    test(`${label}: ${kind} ${JSON.stringify(parameters)}: loss and gradients equal PyTorch's`, () => {
      const objective = compose(kind, targets[kind].parameters.parse(parameters));
      const compute = (tools: Tools, logits: Tensor) => lossAndGradients(tools, objective, logits, reference);
      const program = createProgram();
      program.define('loss', {
        inputs: [{ name: 'logits', shape: [rows, classes], dtype: 'float32' }],
        body: ({ engine: tools, inputs }) => compute(tools, inputs.logits as Tensor),
      });
      checkCase(program.call('loss', { logits: Float32Array.from(batch.logits) }), reference);
      program.dispose();
      const eager = compute(engine, engine.tf.tensor2d(batch.logits, [rows, classes]));
      checkCase(Object.fromEntries(Object.entries(eager).map(([name, value]) => [name, value.dataSync()])), reference);
    });
  }
  for (const { kind, label: choice, parameters } of targetChoices)
    choiceTests(`${label}: ${choice}`, engine, compose(kind, parameters), targets[kind] as TargetsMethod, parameters);
}

const weightedSum = ({ tf }: Tools, loss: Tensor) => tf.sum(tf.mul(loss, tf.tensor1d(batch.upstream))) as Scalar;

/** The loss of each token, and the gradients of Σ upstream·loss, as the step computes them: padding is masked. */
function lossAndGradients(tools: Tools, objective: Objective, logits: Tensor, { progress, trained = {} }: Case) {
  const { tf } = tools;
  const names = Object.keys(trained);
  const compute = (z: Tensor, ...values: Tensor[]) => {
    const all = Object.fromEntries(names.map((name, index) => [`targets/${name}`, values[index] as Tensor]));
    return objective.tokenLoss(tools, tokenInput(tools, objective, z as Tensor2D, { progress, trained: all }));
  };
  const at = [logits, ...Object.values(trained).map(({ shape, values }) => tf.tensor(values, shape))];
  const total = (...values: Tensor[]) => weightedSum(tools, compute(values[0] as Tensor, ...values.slice(1)));
  const gradients = tf.grads(total)(at);
  return {
    loss: masked(tools, compute(logits, ...at.slice(1))),
    logits: gradients[0] as Tensor,
    ...Object.fromEntries(names.map((name, index) => [name, gradients[index + 1] as Tensor])),
  };
}

function checkCase(found: Record<string, ArrayLike<number>>, { loss, gradient, trained = {} }: Case): void {
  assertClose(found.loss!, loss, 'loss');
  assertClose(found.logits!, gradient, 'gradient');
  for (const [name, expected] of Object.entries(trained))
    assertClose(found[name]!, expected.gradient, `gradient of ${name}`);
}

const masked = ({ tf }: Tools, loss: Tensor): Tensor1D => tf.mul(loss, tf.tensor1d(isToken)) as Tensor1D;

function choiceTests(label: string, tools: Tools, objective: Objective, method: TargetsMethod, parameters: never) {
  const { tf } = tools;
  const logits = tf.tensor2d(batch.logits, [rows, classes]);
  const lossOf = (z: Tensor, of: Tools = tools, mixture?: Mixture) =>
    objective.tokenLoss(of, tokenInput(of, objective, z as Tensor2D), mixture);
  const gradientOf = (z: Tensor) =>
    tf
      .grad((at) => weightedSum(tools, lossOf(at)))(z)
      .dataSync();

  test(`${label}: one loss a token, and its gradient is its slope`, () => {
    assert.deepEqual(lossOf(logits).shape, [rows]);
    const constants = new HeldConstants(tools);
    const found = slopes(tools, logits, (z) => weightedSum(tools, lossOf(z, constants.rewound())));
    assertClose(gradientOf(logits), found, 'gradient', 1e-3);
  });

  test(`${label}: padding changes nothing`, () => {
    const row = batch.gold.indexOf(padId);
    const others = batch.logits.map((value, at) => (Math.floor(at / classes) === row ? 5 - 3 * value : value));
    const moved = tf.tensor2d(others, [rows, classes]);
    assertClose(masked(tools, lossOf(moved)).dataSync(), masked(tools, lossOf(logits)).dataSync(), 'losses', 0);
    const gradient = gradientOf(moved);
    assertClose(gradient, gradientOf(logits), 'gradient', 0);
    assert.ok(gradient.subarray(row * classes, (row + 1) * classes).every((value) => value === 0));
  });

  test(`${label}: several gold tokens for one row of logits are a mixture of their losses`, () => {
    const otherIds = batch.gold.map((id) => (id === padId ? padId : ((id + 3) % (classes - 1)) + 1));
    const other = tf.tensor1d(otherIds, 'int32') as Tensor1D;
    const mass = tf.linspace(0.2, 0.6, rows);
    const mixed = lossOf(logits, tools, { own: 0.6, samples: [{ gold: other, mass }] });
    const input = tokenInput(tools, objective, logits); // random numbers are drawn for the gold target first
    const own = objective.tokenLoss(tools, input);
    const alone = objective.tokenLoss(tools, { ...input, gold: other });
    const sum = tf.add(tf.mul(0.6, own), tf.mul(mass, alone));
    assertClose(masked(tools, mixed).dataSync(), masked(tools, sum).dataSync(), 'loss', 2e-6);
  });

  const scale = method.gradientScale?.(parameters);
  if (scale === undefined) return;
  test(`${label}: the gradient is s·p − q of its distribution`, () => {
    const gradient = tf.grad((z) => tf.sum(masked(tools, lossOf(z))) as Scalar)(logits);
    const p = softmaxRows(batch.logits);
    const constants = method.constants?.(parameters, corpus);
    const expected = batch.gold.flatMap((gold, row) => {
      if (gold === padId) return new Array<number>(classes).fill(0);
      const teacherLogits = batch.teacherLogits.slice(row * classes, (row + 1) * classes);
      const q = expandRow(method.distribution!(gold, parameters, { classes, padId, teacherLogits, constants }));
      return q.map((value, id) => scale * (p[row * classes + id] as number) - value);
    });
    assertClose(gradient.dataSync(), expected, 'gradient');
  });
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
  assert.ok(Math.abs(row.reduce((sum, value) => sum + value, 0) - 1) < 1e-6, 'a distribution sums to 1');
  return row;
}
