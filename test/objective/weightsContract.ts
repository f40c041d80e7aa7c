import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Tools, WeightsMethod } from '../../src/objective/method.ts';
import { composeObjective, type MethodChoice, type Objective } from '../../src/objective/objective.ts';
import { weights } from '../../src/objective/registry.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { HeldConstants, slopes } from './finiteDifferences.ts';
import { weightChoices } from './parameterSets.ts';
import { batch, tokenInput } from './tokenBatch.ts';

/** What PyTorch says of a method: test/oracles/pytorch_weights.py. */
interface Case {
  kind: keyof typeof weights;
  parameters: object;
  targets: MethodChoice;
  loss: number[];
  gradient: number[];
}

const { rows, classes, padId } = batch;
const cases = readFixture<Case[]>('objective/weights.json');

const parsed = (kind: keyof typeof weights, parameters: object) => ({
  kind,
  ...weights[kind].parameters.parse(parameters),
});

/** Losses of weighted tokens, and the weights themselves. */
export function weightsContract(label: string, { engine, createProgram }: LoadedEngine): void {
  const { tf } = engine;
  const logits = tf.tensor2d(batch.logits, [rows, classes]);

  test(`${label}: every weights method has reference cases`, () =>
    assert.deepEqual([...new Set(cases.map(({ kind }) => kind))].sort(), Object.keys(weights).sort()));

  for (const { kind, parameters, targets, loss, gradient } of cases) {
    const name = `${kind} ${JSON.stringify(parameters)} on ${targets.kind}`;
    test(`${label}: ${name}: loss and gradient equal PyTorch's`, () => {
      const objective = composeObjective({ targets, weights: parsed(kind, parameters) });
      const compute = (tools: Tools, z: Tensor) => ({
        loss: masked(tools, losses(tools, objective, z)),
        gradient: tools.tf.grad((at) => weightedSum(tools, losses(tools, objective, at)))(z),
      });
      const program = createProgram();
      program.define('loss', {
        inputs: [{ name: 'logits', shape: [rows, classes], dtype: 'float32' }],
        body: ({ engine: tools, inputs }) => compute(tools, inputs.logits as Tensor),
      });
      const compiled = program.call('loss', { logits: Float32Array.from(batch.logits) });
      program.dispose();
      const eager = compute(engine, logits);
      for (const found of [compiled, { loss: eager.loss.dataSync(), gradient: eager.gradient.dataSync() }]) {
        assertClose(found.loss!, loss, 'loss');
        assertClose(found.gradient!, gradient, 'gradient');
      }
    });
  }

  for (const { kind, label: choice, parameters } of weightChoices) {
    const objective = composeObjective({ weights: { kind, ...(parameters as object) } });
    test(`${label}: ${choice}: one loss a token, padding changes nothing, and the gradient is the slope`, () => {
      assert.deepEqual(losses(engine, objective, logits).shape, [rows]);
      const gradientOf = (z: Tensor) => tf.grad((at) => weightedSum(engine, losses(engine, objective, at)))(z);
      const constants = new HeldConstants(engine);
      const found = slopes(engine, logits, (z) => weightedSum(engine, losses(constants.rewound(), objective, z)));
      assertClose(gradientOf(logits).dataSync(), found, 'gradient', 1e-3);
      const moved = tf.tensor2d(otherPadding(), [rows, classes]);
      assertClose(gradientOf(moved).dataSync(), gradientOf(logits).dataSync(), 'gradient', 0);
    });
    test(`${label}: ${choice}: the divisor is the weights, or there is none`, () => {
      const { normalisation } = parameters as { normalisation?: string };
      assert.equal(objective.divisor !== undefined, normalisation === 'weights');
      if (!objective.divisor) return;
      const plain = composeObjective({}).tokenLoss(engine, tokenInput(engine, composeObjective({}), logits));
      const divisor = objective.divisor(engine, tokenInput(engine, objective, logits));
      const weighted = tf.mul(divisor, plain); // with one-hot targets the weight is a factor, wherever it is placed
      assertClose(weighted.dataSync(), losses(engine, objective, logits).dataSync(), 'w·CE', 2e-6);
    });
  }
  test(`${label}: weights that depend on the logits say so, and no others`, () => {
    const other = tf.mul(logits, -0.5);
    for (const kind of Object.keys(weights) as (keyof typeof weights)[]) {
      const { weight, readsOutput }: WeightsMethod = weights[kind];
      if (!weight) continue;
      const objective = composeObjective({ weights: { ...parsed(kind, {}), normalisation: 'weights' } });
      const of = (z: Tensor) => [
        ...objective.divisor!(engine, tokenInput(engine, objective, z as Tensor2D)).dataSync(),
      ];
      const differ = of(logits).some((value, token) => value !== of(other)[token]);
      assert.equal(differ, readsOutput ?? false, kind);
    }
  });
  limits(label, engine);
}

const losses = (tools: Tools, objective: Objective, logits: Tensor): Tensor1D =>
  objective.tokenLoss(tools, tokenInput(tools, objective, logits as Tensor2D));

const isToken = batch.gold.map((id) => (id === padId ? 0 : 1));
const masked = ({ tf }: Tools, loss: Tensor): Tensor => tf.mul(loss, tf.tensor1d(isToken));
const weightedSum = ({ tf }: Tools, loss: Tensor) => tf.sum(tf.mul(loss, tf.tensor1d(batch.upstream))) as Scalar;

/** The logits with those of padding changed. */
function otherPadding(): number[] {
  const row = batch.gold.indexOf(padId);
  return batch.logits.map((value, at) => (Math.floor(at / classes) === row ? 5 - 3 * value : value));
}

/** Identities, and tokens whose gold probability is 0 or 1 to the last bit. */
function limits(label: string, tools: Tools): void {
  const { tf } = tools;
  const logits = tf.tensor2d(batch.logits, [rows, classes]);
  const of = (kind: keyof typeof weights, parameters: object, z = logits) =>
    losses(tools, composeObjective({ weights: parsed(kind, parameters) }), z).dataSync();

  test(`${label}: weights that never differ from 1 are plain cross-entropy`, () => {
    const plain = of('none', {});
    assertClose(of('focal', { gamma: 0 }), plain, 'focal, γ = 0', 1e-7);
    assertClose(of('anti-focal', { gamma: 0 }), plain, 'anti-focal, γ = 0', 1e-7);
    assertClose(of('anti-focal', { alpha: 0 }), plain, 'anti-focal, α = 0', 1e-7);
  });

  test(`${label}: anti-focal loss with α = −1 is focal loss; γ = 0 leaves the class weights`, () => {
    for (const gamma of [0.5, 1, 2])
      assertClose(of('anti-focal', { alpha: -1, gamma }), of('focal', { gamma }), `γ = ${gamma}`, 1e-7);
    assertClose(of('focal-class', { gamma: 0 }), of('class-weights', {}), 'class weights', 1e-7);
  });

  test(`${label}: weights stay finite where the gold probability is 0 or 1`, () => {
    const extreme = tf.tensor2d(
      batch.gold.flatMap((gold, row) =>
        Array.from({ length: classes }, (_, id) => ((id === gold) === (row % 2 === 0) ? 90 : -90)),
      ),
      [rows, classes],
    );
    for (const [kind, parameters] of [
      ['focal', { gamma: 0.5 }],
      ['focal', {}],
      ['anti-focal', { alpha: -1, gamma: 0.5 }],
    ] as const) {
      const objective = composeObjective({ weights: parsed(kind, parameters) });
      const gradient = tf.grad((z) => weightedSum(tools, losses(tools, objective, z)))(extreme);
      for (const value of [...of(kind, parameters, extreme), ...gradient.dataSync()]) assert.ok(Number.isFinite(value));
    }
  });
}
