import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../../src/data/batch.ts';
import type { FunctionSpec, Program, StepContext, Values } from '../../src/engine/program.ts';
import type { Model, ModelTools } from '../../src/models/model.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { accumulatingFunction, accumulator, evaluatingFunction } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { one, reshapeRows, shape, smallModel, source, target, tokenCount, weightValues } from './smallModel.ts';

interface ModelCase {
  name: string;
  tieEmbeddings: boolean;
  scheduled: boolean;
  objective: number;
  nll: number;
  correct: number;
  logits: number[];
  gradients: Record<string, number[]>;
}

const fixture = readFixture<{ source: number[]; target: number[]; cases: ModelCase[] }>('models/attentionLstm.json');

/** The model against PyTorch's in float64, and what must hold of it whatever its weights are. */
export function attentionLstmContract(label: string, createProgram: () => Program): void {
  test(`${label}: the batch is the oracle's`, () => {
    assert.deepEqual(Array.from(source), fixture.source);
    assert.deepEqual(Array.from(target), fixture.target);
  });
  for (const reference of fixture.cases) {
    test(`${label}: ${reference.name}: loss and the gradient of every weight equal PyTorch's`, () =>
      checkGradients(createProgram(), reference, reference.scheduled ? 0 : undefined));
    if (reference.scheduled) continue;
    test(`${label}: ${reference.name}: logits equal PyTorch's`, () => {
      const model = smallModel(reference);
      const logits = logitsOf(createProgram(), model, source, target, shape);
      assertClose(logits, reference.logits, 'logits');
    });
  }
  test(`${label}: scheduled inputs that always keep the gold token are teacher forcing`, () =>
    checkGradients(createProgram(), fixture.cases[0], 1));
  test(`${label}: nothing is dropped in evaluation`, () => {
    const model = smallModel({ dropout: 0.5 });
    const objective = composeObjective({ targets: labelSmoothing, inputs: softArgmax });
    const program = withWeights(createProgram(), model);
    program.define('evaluate', evaluatingFunction(sequenceTrainable({ model, objective }, shape, false)));
    const found = program.call('evaluate', { source, target, ...scheduled(0) });
    assertClose(found.objective, [fixture.cases[0].objective], 'objective');
    assertClose(found.nll, [fixture.cases[0].nll], 'nll');
  });
  paddingTests(label, createProgram);
  repeatedTargets(label, createProgram);
  test(`${label}: token by token gives the logits of all positions at once`, () => {
    const model = smallModel();
    const program = withWeights(createProgram(), model);
    program.define('steps', {
      inputs: batchInputs(shape),
      body: (context) => ({ logits: stepByStep(model, context) }),
    });
    assertClose(program.call('steps', { source, target }).logits, fixture.cases[0].logits, 'logits');
  });
}

function withWeights(program: Program, model: Model): Program {
  const values = weightValues(model.parameters);
  for (const { name, shape: sides } of model.parameters) {
    const first = values.get(name) as Float32Array;
    program.declare({ name, shape: sides, dtype: 'float32' }, first);
    program.declare({ name: accumulator(name), shape: sides, dtype: 'float32' }, new Float32Array(first.length));
  }
  return program;
}

/** `sets`: of target sequences, one after the other. */
type Shape = typeof shape & { sets?: number };
const batchInputs = ({ rows, source: from, target: to, sets = 1 }: Shape): FunctionSpec['inputs'] => [
  { name: 'source', shape: [rows, from], dtype: 'int32' },
  { name: 'target', shape: [sets * rows, to], dtype: 'int32' },
];

const toolsOf = (context: StepContext): ModelTools => ({
  tf: context.engine.tf,
  ops: context.engine.ops,
  weight: (name) => context.read(name),
});

/** BOS, then all gold tokens but the last. */
function decoderInputs({ tf }: ModelTools, gold: Tensor2D): Tensor2D {
  const [rows, time] = gold.shape;
  return tf.concat([tf.fill([rows, 1], special.bos, 'int32'), tf.slice(gold, [0, 0], [rows, time - 1])], 1) as Tensor2D;
}

function logitsOf(program: Program, model: Model, from: Int32Array, to: Int32Array, given: Shape): Values {
  withWeights(program, model).define('logits', {
    inputs: batchInputs(given),
    body: (context) => {
      const tools = toolsOf(context);
      const { source: ids, target: gold } = context.inputs as Record<string, Tensor2D>;
      return { logits: model.logits(tools, { source: ids }, decoderInputs(tools, gold)) };
    },
  });
  return program.call('logits', { source: from, target: to }).logits;
}

/** As decoding does it: encode once, then one `step` a token. */
function stepByStep(model: Model, context: StepContext): Tensor {
  const tools = toolsOf(context);
  const { tf } = tools;
  const { source: ids, target: gold } = context.inputs as Record<string, Tensor2D>;
  const memory = model.encode(tools, { source: ids });
  let state = model.initialState(tools, memory, shape.target);
  const columns = tf.split(decoderInputs(tools, gold), shape.target, 1);
  const logits = columns.map((column) => {
    const input = model.embed(tools, tf.reshape(column, [shape.rows])) as Tensor2D;
    const output = model.step(tools, input, state, memory);
    assert.deepEqual(output.attention?.shape, [shape.rows, shape.source]);
    state = output.state;
    return output.logits;
  });
  return tf.concat(logits, 0);
}

const softArgmax = {
  kind: 'soft-argmax',
  alpha: { kind: 'fixed', value: 1.5 },
  decay: { kind: 'always' },
};
const scheduled = (goldProbability: number) => ({
  'schedule/inputs/alpha': one(1.5),
  'schedule/inputs/goldProbability': one(goldProbability),
});
const labelSmoothing = { kind: 'label-smoothing', epsilon: 0.1, denominator: 'V', form: 'ce' };

/** Sums and gradients of one batch; with `goldProbability`, the decoder is fed soft argmaxes where it is not met. */
function checkGradients(program: Program, reference: ModelCase, goldProbability?: number): void {
  const model = smallModel(reference);
  const feeds = goldProbability !== undefined;
  const inputs = feeds ? softArgmax : { kind: 'teacher-forcing' };
  const objective = composeObjective({ targets: labelSmoothing, inputs });
  const trainable = sequenceTrainable({ model, objective }, shape, true);
  withWeights(program, model).define('gradient', accumulatingFunction(trainable));
  const fed = {
    source,
    target,
    seed: Int32Array.of(1, 2),
    scale: one(1),
    ...(feeds ? scheduled(goldProbability) : {}),
  };
  const { objective: loss, nll, correct } = program.call('gradient', fed);
  assertClose(loss, [reference.objective], 'objective');
  assertClose(nll, [reference.nll], 'nll');
  assert.equal(correct[0], reference.correct);
  const names = model.parameters.map(({ name }) => name);
  assert.deepEqual([...names].sort(), Object.keys(reference.gradients).sort());
  const found = program.readVariables(names.map(accumulator));
  for (const name of names) {
    // float32 rounding of the whole loss shows in weights whose own gradient nearly cancels.
    assertClose(found.get(accumulator(name)) as Values, reference.gradients[name], `gradient of ${name}`, 2e-5);
  }
}

/** Several sets of target sequences on one set of sources: each set's logits are what they are alone. */
function repeatedTargets(label: string, createProgram: () => Program): void {
  test(`${label}: sets of sequences on the same sources do not touch each other`, () => {
    const classes = 13;
    const other = reshapeRows(target, shape.target, [2, 3, 1, 0], shape.target);
    const both = Int32Array.from([...target, ...other]);
    const together = logitsOf(createProgram(), smallModel(), source, both, { ...shape, sets: 2 });
    for (const [set, given] of [target, other].entries()) {
      const alone = logitsOf(createProgram(), smallModel(), source, given, shape);
      const found = Array.from({ length: shape.target }, (_, time) => {
        const start = (time * 2 + set) * shape.rows * classes;
        return Array.from(together.slice(start, start + shape.rows * classes));
      });
      assertClose(found.flat(), alone, `set ${set}`, 2e-6);
    }
  });
}

function paddingTests(label: string, createProgram: () => Program): void {
  const classes = 13;
  const alone = (row: number) => {
    const lengths = { source: [5, 3, 1, 4][row], target: [6, 2, 4, 5][row] };
    const given = { rows: 1, ...lengths };
    const from = reshapeRows(source, shape.source, [row], lengths.source);
    const to = reshapeRows(target, shape.target, [row], lengths.target);
    return { lengths, logits: logitsOf(createProgram(), smallModel(), from, to, given) };
  };

  test(`${label}: a sentence's logits do not depend on its padding or on the rows beside it`, () => {
    const wide = { rows: 6, source: 9, target: 8 };
    const order = [3, 1, 0, 2, 1, 3];
    const from = reshapeRows(source, shape.source, order, wide.source);
    const to = reshapeRows(target, shape.target, order, wide.target);
    const together = logitsOf(createProgram(), smallModel(), from, to, wide);
    for (const row of [0, 1, 2, 3]) {
      const { lengths, logits } = alone(row);
      const at = order.indexOf(row);
      const same = Array.from({ length: lengths.target }, (_, time) => {
        const start = (time * wide.rows + at) * classes;
        return Array.from(together.slice(start, start + classes));
      });
      assertClose(same.flat(), logits, `row ${row}`, 2e-6);
    }
  });

  test(`${label}: padding adds exactly nothing to the sums`, () => {
    const model = smallModel();
    const objective = composeObjective({
      targets: { kind: 'label-smoothing', epsilon: 0.1, denominator: 'V-2', form: 'kl' },
      inputs: { kind: 'teacher-forcing' },
    });
    const program = withWeights(createProgram(), model);
    const wide = { rows: 6, source: 6, target: 8 };
    program.define('narrow', evaluatingFunction(sequenceTrainable({ model, objective }, shape, false)));
    program.define('wide', evaluatingFunction(sequenceTrainable({ model, objective }, wide, false)));
    program.define('gradient', accumulatingFunction(sequenceTrainable({ model, objective }, wide, true)));
    const narrow = program.call('narrow', { source, target });
    const rows = [0, 1, 2, 3];
    const from = new Int32Array(36);
    from.set(reshapeRows(source, 5, rows, 6));
    const to = new Int32Array(48);
    to.set(reshapeRows(target, 6, rows, 8));
    const padded = program.call('wide', { source: from, target: to });
    for (const sum of ['objective', 'nll', 'correct']) assertClose(padded[sum], narrow[sum], sum, 1e-6);
    assert.ok(narrow.nll[0] / tokenCount > 1);
    // A batch of nothing but padding: not one bit.
    const empty = { source: new Int32Array(36), target: new Int32Array(48) };
    const nothing = program.call('gradient', { ...empty, seed: Int32Array.of(0, 0), scale: one(1) });
    assert.deepEqual([nothing.objective[0], nothing.nll[0], nothing.correct[0]], [0, 0, 0]);
    for (const [name, gradient] of program.readVariables(model.parameters.map(({ name }) => accumulator(name))))
      assert.ok(
        gradient.every((value) => value === 0),
        `${name} stays 0`,
      );
  });
}
