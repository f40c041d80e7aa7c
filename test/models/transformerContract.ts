import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { type Program, type StepContext, sizeOf, type Values } from '../../src/engine/program.ts';
import { decoderInputs } from '../../src/models/decoderInputs.ts';
import type { Model, ModelTools, Past } from '../../src/models/model.ts';
import { translationModels } from '../../src/models/registry.ts';
import type { TransformerParameters } from '../../src/models/transformerParameters.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { accumulatingFunction, accumulator } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { one, reshapeRows, shape, source, target, weightValues } from './smallModel.ts';

type Choice = Pick<TransformerParameters, 'normalization' | 'activation' | 'shareEmbeddings'>;

interface Case extends Choice {
  nll: number;
  logits: number[];
  gradients: Record<string, number[]>;
}

const fixture = readFixture<{ parameters: Record<'iwslt' | 'base', number>; cases: Case[] }>('models/transformer.json');
const { parameters: schema, build } = translationModels.transformer;
const classes = 13;
const small = { embedding: 6, feedForward: 7, heads: 2, encoderLayers: 2, decoderLayers: 2 };

type Chosen = Partial<TransformerParameters>;

const modelOf = ({ normalization, activation, shareEmbeddings, ...rest }: Chosen): Model =>
  build(schema.parse({ ...small, dropout: 0, normalization, activation, shareEmbeddings, ...rest }), {
    sourceVocabulary: shareEmbeddings === 'all' ? classes : 11,
    targetVocabulary: classes,
  });

/** The transformer against PyTorch's layers in float64. */
export function transformerContract(label: string, createProgram: () => Program): void {
  for (const { nll, logits, gradients: expected, ...choice } of fixture.cases) {
    const name = `${label}: ${Object.values(choice).join(', ')}`;
    test(`${name}: loss and the gradient of every weight equal PyTorch's`, () => {
      const found = gradients(createProgram(), modelOf(choice));
      assertClose([found.nll], [nll], 'nll');
      assert.deepEqual([...found.gradients.keys()], Object.keys(expected));
      for (const [weight, gradient] of found.gradients)
        assertClose(gradient, expected[weight] as number[], `gradient of ${weight}`, 5e-5);
    });
    test(`${name}: logits of all positions at once, and token by token, equal PyTorch's`, () => {
      assertClose(logitsOf(createProgram(), modelOf(choice), target, allAtOnce), logits, 'at once');
      assertClose(logitsOf(createProgram(), modelOf(choice), target, tokenByToken), logits, 'token by token');
    });
  }
  const choice: Chosen = { normalization: 'pre', activation: 'relu', shareEmbeddings: 'target-output' };
  test(`${label}: sets of sequences on the same sources do not touch each other`, () => {
    const other = reshapeRows(target, shape.target, [2, 3, 1, 0], shape.target);
    const both = logitsOf(createProgram(), modelOf(choice), Int32Array.from([...target, ...other]), allAtOnce);
    for (const [set, given] of [target, other].entries()) {
      const alone = logitsOf(createProgram(), modelOf(choice), given, allAtOnce);
      assertClose(rowsOfSet(both, set), alone, `set ${set}`, 2e-6);
    }
  });
  test(`${label}: a sentence's logits do not depend on its padding`, () => {
    const wide = { rows: shape.rows, source: 9, target: 8 };
    const rows = [0, 1, 2, 3];
    const from = reshapeRows(source, shape.source, rows, wide.source);
    const to = reshapeRows(target, shape.target, rows, wide.target);
    const padded = logitsOf(createProgram(), modelOf(choice), to, allAtOnce, { ...wide, ids: from });
    const alone = logitsOf(createProgram(), modelOf(choice), target, allAtOnce);
    assertClose(padded.subarray(0, alone.length), alone, 'logits', 2e-6);
  });
  for (const place of ['dropout', 'attentionDropout', 'activationDropout'] as const)
    test(`${label}: ${place} changes the loss in training`, () => {
      const [plain, dropped] = [choice, { ...choice, [place]: 0.5 }].map((each) =>
        gradients(createProgram(), modelOf(each)),
      );
      assert.ok(Math.abs((plain?.nll as number) - (dropped?.nll as number)) > 1e-3);
    });
}

export function transformerSizes(): void {
  test('named sizes have as many parameters as in PyTorch', () => {
    const count = (chosen: Chosen) =>
      build(schema.parse(chosen), { sourceVocabulary: 10_000, targetVocabulary: 10_000 }).parameters.reduce(
        (sum, { shape: sides }) => sum + sizeOf(sides),
        0,
      );
    assert.equal(count({}), fixture.parameters.iwslt);
    assert.equal(count({ sizes: 'base', shareEmbeddings: 'all' }), fixture.parameters.base);
  });
  test('heads divide the size, and shared word vectors need one vocabulary', () => {
    const [issue] = schema.safeParse({ embedding: 10 }).error?.issues ?? [];
    assert.deepEqual(issue?.path, ['heads']);
    const sizes = { sourceVocabulary: 11, targetVocabulary: 13 };
    assert.throws(() => build(schema.parse({ shareEmbeddings: 'all' }), sizes), /each has its own vocabulary/);
  });
}

function withWeights(program: Program, { parameters }: Model): void {
  const values = weightValues(parameters);
  for (const { name, shape: sides } of parameters) {
    const first = values.get(name)?.map((value) => value / 2 + (name.endsWith('.scale') ? 1 : 0)) as Float32Array;
    program.declare({ name, shape: sides, dtype: 'float32' }, first);
    program.declare({ name: accumulator(name), shape: sides, dtype: 'float32' }, new Float32Array(sizeOf(sides)));
  }
}

function gradients(program: Program, model: Model) {
  withWeights(program, model);
  const trainable = sequenceTrainable({ model, objective: composeObjective({}) }, shape, true);
  program.define('gradient', accumulatingFunction(trainable));
  const found = program.call('gradient', { source, target, seed: Int32Array.of(7, 3), scale: one(1) });
  const names = model.parameters.map(({ name }) => name);
  const made = program.readVariables(names.map(accumulator));
  program.dispose();
  return {
    nll: (found.nll as Values)[0] as number,
    gradients: new Map(names.map((name) => [name, made.get(accumulator(name)) as Values])),
  };
}

type Decode = (model: Model, tools: ModelTools, source: Record<string, Tensor>, inputs: Tensor2D) => Tensor;

const allAtOnce: Decode = (model, tools, from, inputs) => model.logits(tools, from, inputs);

/** As decoding does it: encode once, then one `step` a token, each a block of its own. */
const tokenByToken: Decode = (model, tools, from, inputs) => {
  const { tf } = tools;
  const [rows, time] = inputs.shape;
  const memory = model.encode(tools, from);
  let state = model.initialState(tools, memory, time);
  const past: Past = { blocks: Object.fromEntries(Object.keys(model.past ?? {}).map((name) => [name, []])), bias: [] };
  const logits = tf.split(inputs, time, 1).map((column) => {
    const input = model.embed(tools, tf.reshape(column, [rows])) as Tensor2D;
    const output = model.step(tools, input, state, memory, past);
    assert.deepEqual(output.attention?.shape, [shape.rows, shape.source]);
    for (const [name, left] of Object.entries(output.left ?? {})) past.blocks[name]?.push(left);
    past.bias.push(tf.fill([rows, 1, 1], 0));
    state = output.state;
    return output.logits;
  });
  return tf.concat(logits, 0);
};

function logitsOf(
  program: Program,
  model: Model,
  to: Int32Array,
  decode: Decode,
  from: { rows: number; source: number; target: number; ids: Int32Array } = { ...shape, ids: source },
): Float32Array {
  withWeights(program, model);
  program.define('logits', {
    inputs: [
      ...model.source(from.rows, from.source),
      { name: 'target', shape: [to.length / from.target, from.target], dtype: 'int32' },
    ],
    body: (context: StepContext) => {
      const { tf, ops } = context.engine;
      const tools = { tf, ops, weight: (name: string) => context.read(name) };
      return { logits: decode(model, tools, context.inputs, decoderInputs(tools, context.inputs.target as Tensor2D)) };
    },
  });
  const { logits } = program.call('logits', { source: from.ids, target: to });
  program.dispose();
  return logits as Float32Array;
}

/** The logits of one of two sets, in the order in which they are alone. */
function rowsOfSet(both: Float32Array, set: number): number[] {
  const size = shape.rows * classes;
  return Array.from({ length: shape.target }, (_, time) =>
    Array.from(both.subarray((time * 2 + set) * size, (time * 2 + set + 1) * size)),
  ).flat();
}
