import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Tools } from '../../src/objective/method.ts';
import { composeObjective, type Objective } from '../../src/objective/objective.ts';
import { penalties } from '../../src/objective/registry.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { HeldConstants, slopes } from './finiteDifferences.ts';
import { penaltyChoices } from './parameterSets.ts';
import { batch, tokenInput } from './tokenBatch.ts';

/** What PyTorch says of a method: test/oracles/pytorch_penalty.py. Padding rows have the term 0. */
interface Case {
  kind: keyof typeof penalties;
  parameters: object;
  loss: number[];
  gradient: number[];
}

const { rows, classes, padId } = batch;
const cases = readFixture<Case[]>('objective/penalty.json');
const parsed = (kind: keyof typeof penalties, parameters: object) => ({
  kind,
  ...penalties[kind].parameters.parse(parameters),
});

const term = (tools: Tools, objective: Objective, logits: Tensor) =>
  objective.penalty!(tools, tokenInput(tools, objective, logits as Tensor2D));
const isToken = batch.gold.map((id) => (id === padId ? 0 : 1));
const masked = ({ tf }: Tools, values: Tensor): Tensor => tf.mul(values, tf.tensor1d(isToken));
const weightedSum = ({ tf }: Tools, values: Tensor) => tf.sum(tf.mul(values, tf.tensor1d(batch.upstream))) as Scalar;

/** What any penalty must be: a term for each token, and a gradient that is its slope. */
export function penaltyContract(label: string, { engine, createProgram }: LoadedEngine): void {
  const { tf } = engine;
  const logits = tf.tensor2d(batch.logits, [rows, classes]);
  const measure = (tools: Tools, objective: Objective, z: Tensor) => ({
    term: masked(tools, term(tools, objective, z)),
    gradient: tools.tf.grad((at) => weightedSum(tools, term(tools, objective, at)))(z),
  });

  test(`${label}: every penalty has reference cases, and none adds nothing`, () => {
    const kinds = [...new Set(cases.map(({ kind }) => kind)), 'none'];
    assert.deepEqual(kinds.sort(), Object.keys(penalties).sort());
    assert.equal(composeObjective({ penalty: { kind: 'none' } }).penalty, undefined);
  });

  for (const { kind, parameters, loss, gradient } of cases) {
    test(`${label}: ${kind} ${JSON.stringify(parameters)}: term and gradient equal PyTorch's`, () => {
      const objective = composeObjective({ penalty: parsed(kind, parameters) });
      const program = createProgram();
      program.define('penalty', {
        inputs: [{ name: 'logits', shape: [rows, classes], dtype: 'float32' }],
        body: ({ engine: tools, inputs }) => measure(tools, objective, inputs.logits as Tensor),
      });
      const compiled = program.call('penalty', { logits: Float32Array.from(batch.logits) });
      program.dispose();
      const eager = measure(engine, objective, logits);
      for (const found of [compiled, { term: eager.term.dataSync(), gradient: eager.gradient.dataSync() }]) {
        assertClose(found.term!, loss, 'term');
        assertClose(found.gradient!, gradient, 'gradient');
      }
    });
  }

  for (const { kind, label: choice, parameters } of penaltyChoices) {
    const objective = composeObjective({ penalty: { kind, ...(parameters as object) } });
    if (!objective.penalty) continue;
    test(`${label}: ${choice}: one term a token, and its gradient is its slope`, () => {
      assert.deepEqual(term(engine, objective, logits).shape, [rows]);
      const constants = new HeldConstants(engine);
      const found = slopes(engine, logits, (z) => weightedSum(engine, term(constants.rewound(), objective, z)));
      assertClose(measure(engine, objective, logits).gradient.dataSync(), found, 'gradient', 1e-3);
    });
  }

  test(`${label}: the confidence penalty is γ·KL(p ‖ uniform), but for γ·log V`, () => {
    const gamma = 0.3;
    const objective = composeObjective({ penalty: parsed('confidence-penalty', { gamma }) });
    const uniform = tf.zeros([rows, classes]) as Tensor2D;
    const divergence = tf.sub(tf.mul(engine.ops.klDivergence(logits, uniform), gamma), gamma * Math.log(classes));
    assertClose(term(engine, objective, logits).dataSync(), divergence.dataSync(), 'term', 2e-6);
  });
}
