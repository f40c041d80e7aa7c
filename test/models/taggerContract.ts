import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../../src/data/batch.ts';
import { type Program, type StepContext, sizeOf, type Values } from '../../src/engine/program.ts';
import { decoderInputs } from '../../src/models/decoderInputs.ts';
import type { Model, ModelTools } from '../../src/models/model.ts';
import { tagger } from '../../src/models/tagger.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { inputs as inputMethods } from '../../src/objective/registry.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { accumulatingFunction, accumulator } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { one, reshapeRows, weightValues } from './smallModel.ts';

type Inputs = 'teacher-forcing' | 'soft-argmax' | 'scheduled-greedy';

const fixture = readFixture<{
  source: number[];
  target: number[];
  parameters: number;
  cases: { inputs: Inputs; nll: number; logits: number[]; gradients: Record<string, number[]> }[];
}>('models/tagger.json');

const shape = { rows: 4, source: 6, target: 6 };
const sizes = { sourceVocabulary: 11, targetVocabulary: 9 };
const [source, target] = [Int32Array.from(fixture.source), Int32Array.from(fixture.target)];

const small = (dropout = 0): Model =>
  tagger.build({ embedding: 6, encoder: 4, tagEmbedding: 3, hidden: 5, dropout }, sizes);

/** The tagger against PyTorch's in float64. */
export function taggerContract(label: string, createProgram: () => Program): void {
  for (const { inputs, ...expected } of fixture.cases)
    test(`${label}: tagger, ${inputs}: loss and the gradient of every weight equal PyTorch's`, () => {
      const found = gradients(createProgram(), small(), inputs, 0);
      assertClose([found.nll], [expected.nll], 'nll');
      assert.deepEqual([...found.gradients.keys()], Object.keys(expected.gradients));
      for (const [weight, gradient] of found.gradients)
        assertClose(gradient, expected.gradients[weight] as number[], `gradient of ${weight}`, 2e-5);
    });
  const [forced] = fixture.cases;
  for (const inputs of ['soft-argmax', 'scheduled-greedy'] as const)
    test(`${label}: tagger, ${inputs}: with the gold tag always it is teacher forcing, dropout and all`, () => {
      const fed = gradients(createProgram(), small(0.4), inputs, 1);
      const plain = gradients(createProgram(), small(0.4), 'teacher-forcing', 1);
      assertClose([fed.nll], [plain.nll], 'nll', 1e-6);
      assert.ok(Math.abs(plain.nll - (forced?.nll ?? 0)) > 1e-3, 'something is dropped');
      for (const [weight, gradient] of fed.gradients)
        assertClose(gradient, plain.gradients.get(weight) as Values, `gradient of ${weight}`, 2e-5);
    });
  test(`${label}: tagger: logits of all positions at once, and tag by tag, equal PyTorch's`, () => {
    const expected = ofWords(forced?.logits ?? []);
    assertClose(ofWords(logitsOf(createProgram(), target, allAtOnce)), expected, 'at once');
    assertClose(ofWords(logitsOf(createProgram(), target, tagByTag)), expected, 'tag by tag');
  });
  test(`${label}: tagger: sets of tags of the same words do not touch each other`, () => {
    const other = reshapeRows(target, shape.target, [2, 3, 1, 0], shape.target);
    const both = logitsOf(createProgram(), Int32Array.from([...target, ...other]), allAtOnce);
    for (const [set, tags] of [target, other].entries())
      assertClose(rowsOfSet(both, set), logitsOf(createProgram(), tags, allAtOnce), `set ${set}`, 2e-6);
  });
}

export function taggerSizes(): void {
  test('the usual sizes have as many parameters as in PyTorch', () => {
    const model = tagger.build(tagger.parameters.parse({}), { sourceVocabulary: 10_000, targetVocabulary: 13 });
    const count = model.parameters.reduce((sum, { shape: sides }) => sum + sizeOf(sides), 0);
    assert.equal(count, fixture.parameters);
  });
}

function withWeights(program: Program, { parameters }: Model): void {
  const values = weightValues(parameters);
  for (const { name, shape: sides } of parameters) {
    program.declare({ name, shape: sides, dtype: 'float32' }, values.get(name) as Float32Array);
    const zeros = new Float32Array(sizeOf(sides));
    program.declare({ name: accumulator(name), shape: sides, dtype: 'float32' }, zeros);
  }
}

/** Sums and gradients of the batch; `keepGold` is the probability of feeding the gold tag. */
function gradients(program: Program, model: Model, kind: Inputs, keepGold: number) {
  const alpha = kind === 'soft-argmax' ? { alpha: { kind: 'fixed', value: 1.5 } } : {};
  const objective = composeObjective({ inputs: { kind, ...inputMethods[kind].parameters.parse(alpha) } });
  withWeights(program, model);
  program.define('gradient', accumulatingFunction(sequenceTrainable({ model, objective }, shape, true)));
  const schedules = { 'schedule/inputs/alpha': one(1.5), 'schedule/inputs/goldProbability': one(keepGold) };
  const found = program.call('gradient', { source, target, seed: Int32Array.of(7, 3), scale: one(1), ...schedules });
  const names = model.parameters.map(({ name }) => name);
  const made = program.readVariables(names.map(accumulator));
  program.dispose();
  return {
    nll: (found.nll as Values)[0] as number,
    gradients: new Map(names.map((name) => [name, made.get(accumulator(name)) as Values])),
  };
}

type Decode = (model: Model, tools: ModelTools, words: Tensor2D, inputs: Tensor2D) => Tensor2D;

const allAtOnce: Decode = (model, tools, words, inputs) => model.logits(tools, { source: words }, inputs);

/** As decoding does it: encode once, then one `step` a tag. */
const tagByTag: Decode = (model, tools, words, inputs) => {
  const { tf } = tools;
  const [rows, time] = inputs.shape;
  const memory = model.encode(tools, { source: words });
  let state = model.initialState(tools, memory, time);
  const logits = tf.split(inputs, time, 1).map((column) => {
    const input = model.embed(tools, tf.reshape(column, [rows])) as Tensor2D;
    const output = model.step(tools, input, state, memory);
    state = output.state;
    return output.logits;
  });
  return tf.concat(logits, 0) as Tensor2D;
};

function logitsOf(program: Program, tags: Int32Array, decode: Decode): Float32Array {
  const model = small();
  withWeights(program, model);
  program.define('logits', {
    inputs: [
      ...model.source(shape.rows, shape.source),
      { name: 'target', shape: [tags.length / shape.target, shape.target], dtype: 'int32' },
    ],
    body: (context: StepContext) => {
      const { tf, ops } = context.engine;
      const tools = { tf, ops, weight: (name: string) => context.read(name) };
      const inputs = decoderInputs(tools, context.inputs.target as Tensor2D);
      return { logits: decode(model, tools, context.inputs.source as Tensor2D, inputs) };
    },
  });
  const { logits } = program.call('logits', { source, target: tags });
  program.dispose();
  return logits as Float32Array;
}

/** Logits without those at padding, where nothing is said of what is read. */
const ofWords = (logits: ArrayLike<number>): number[] =>
  Array.from(logits).filter((_, at) => {
    const position = Math.floor(at / sizes.targetVocabulary);
    const [time, row] = [Math.floor(position / shape.rows), position % shape.rows];
    return source[row * shape.source + time] !== special.pad;
  });

/** The logits of one of two sets, in the order in which they are alone. */
function rowsOfSet(both: Float32Array, set: number): number[] {
  const size = shape.rows * sizes.targetVocabulary;
  return Array.from({ length: shape.target }, (_, time) =>
    Array.from(both.subarray((time * 2 + set) * size, (time * 2 + set + 1) * size)),
  ).flat();
}
