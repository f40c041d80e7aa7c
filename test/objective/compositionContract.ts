import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../../src/data/batch.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import { EagerProgram } from '../../src/engine/eagerProgram.ts';
import type { Program, Values, VariableSpec } from '../../src/engine/program.ts';
import { axes } from '../../src/experiment/axes.ts';
import type { TrainableModel } from '../../src/models/model.ts';
import { textSource } from '../../src/models/source.ts';
import { composeObjective, type MethodChoice, type Objective, type Variant } from '../../src/objective/objective.ts';
import { timeMajor } from '../../src/ops/timeMajor.ts';
import { constantPrefix } from '../../src/tasks/objectiveVariables.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { accumulatingFunction, accumulator } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { corpus } from './tokenBatch.ts';

/** A variant with what PyTorch says of one step: test/oracles/pytorch_composition.py. */
interface Case {
  variant: Record<string, MethodChoice>;
  /** All target sequences with their weights; absent where they are the gold ones. */
  target?: number[];
  rowWeight?: number[];
  goldRow?: number[];
  objective: number;
  nll: number;
  measured: number;
  gradient: number[];
}

const fixture = readFixture<{
  rows: number;
  time: number;
  classes: number;
  table: number[];
  target: number[];
  cases: Case[];
}>('objective/composition.json');
const { rows, time, classes } = fixture;

/** The logits of a position are the row of the token before it. */
const bigrams: TrainableModel = {
  parameters: [{ name: 'table', shape: [classes, classes], initial: { kind: 'constant', value: 0 } }],
  source: textSource,
  embeddings: ({ weight }) => weight('table') as Tensor2D,
  logits: ({ tf, ops, weight }, _source, inputs) =>
    tf.reshape(ops.embeddingLookup(weight('table') as Tensor2D, timeMajor(tf, inputs)), [-1, classes]) as Tensor2D,
};

/** The axes together, as the training step uses them. */
export function compositionContract(label: string, { engine, createProgram }: LoadedEngine): void {
  for (const reference of fixture.cases) {
    test(`${label}: ${JSON.stringify(reference.variant)}: a step's loss and gradient equal PyTorch's`, () => {
      const objective = composeObjective(withDefaults(reference.variant));
      for (const program of [createProgram(), new EagerProgram(engine)]) checkStep(program, objective, reference);
    });
  }
}

function checkStep(program: Program, objective: Objective, { target, rowWeight, goldRow, ...expected }: Case): void {
  const table: VariableSpec = { name: 'table', shape: [classes, classes], dtype: 'float32' };
  program.declare(table, Float32Array.from(fixture.table));
  program.declare({ ...table, name: accumulator('table') }, new Float32Array(classes ** 2));
  const constants = objective.constants(corpus);
  for (const [name, { shape, values }] of Object.entries(constants))
    program.declare({ name: constantPrefix + name, shape, dtype: 'float32' }, values);
  const parts = { model: bigrams, objective, constants: Object.keys(constants) };
  program.define('step', accumulatingFunction(sequenceTrainable(parts, { rows, source: 1, target: time }, true)));
  const inputs: Record<string, Values> = {
    source: new Int32Array(rows).fill(special.eos),
    target: Int32Array.from(target ?? fixture.target),
    ...(rowWeight && { rowWeight: Float32Array.from(rowWeight) }),
    ...(goldRow && { goldRow: Float32Array.from(goldRow) }),
  };
  const found = program.call('step', { ...inputs, seed: Int32Array.of(1, 2), scale: Float32Array.of(1) });
  for (const name of ['objective', 'nll', 'measured'] as const) assertClose(found[name]!, [expected[name]], name);
  assertClose(program.readVariables([accumulator('table')]).get(accumulator('table'))!, expected.gradient, 'gradient');
  program.dispose();
}

/** Every axis of the variant with the defaults of its method. */
const withDefaults = (variant: Case['variant']): Variant =>
  Object.fromEntries(
    Object.entries(variant).map(([axis, { kind, ...given }]) => {
      const method = axes[axis as keyof typeof axes].methods[kind as never] as (typeof axes.targets.methods)['one-hot'];
      assert.ok(method, `${axis} ${kind}`);
      return [axis, { kind, ...method.parameters.parse(given) }];
    }),
  );
