import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { type Program, type StepContext, sizeOf, type Values } from '../../src/engine/program.ts';
import { decoderInputs } from '../../src/models/decoderInputs.ts';
import type { Model, ModelTools } from '../../src/models/model.ts';
import { captionModels } from '../../src/models/registry.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { inputs as inputMethods } from '../../src/objective/registry.ts';
import { sequenceTrainable } from '../../src/tasks/sequenceLoss.ts';
import { accumulatingFunction, accumulator } from '../../src/training/trainStep.ts';
import { assertClose } from '../ops/closeTo.ts';
import { readFixture } from '../ops/fixtures.ts';
import { one, reshapeRows, target, weightValues } from './smallModel.ts';

type Kind = keyof typeof captionModels;
type Inputs = 'teacher-forcing' | 'soft-argmax' | 'scheduled-greedy';

interface Case {
  model: Kind;
  inputs: Inputs;
  nll: number;
  logits: number[];
  gradients: Record<string, number[]>;
}

const fixture = readFixture<{
  fc: number[];
  regions: number[];
  parameters: Record<Kind, number>;
  cases: Case[];
}>('models/captioning.json');

const pictures = { fc: Float32Array.from(fixture.fc), regions: Float32Array.from(fixture.regions) };
const features = { fc: [5], regions: [3, 4] };
const shape = { rows: 4, source: 0, target: 6 };
const classes = 13;

function captioner(kind: Kind, dropout = 0): Model {
  const sizes = { sourceVocabulary: 0, targetVocabulary: classes, features };
  const chosen = { embedding: 6, hidden: 5, inputDropout: dropout, dropout };
  if (kind === 'caption-lstm') return captionModels[kind].build(chosen, sizes);
  return captionModels[kind].build({ ...chosen, attention: 4, pictureDropout: dropout }, sizes);
}

/** The captioning models against PyTorch's in float64. */
export function captioningContract(label: string, createProgram: () => Program): void {
  for (const reference of fixture.cases) {
    const name = `${label}: ${reference.model}, ${reference.inputs}`;
    test(`${name}: loss and the gradient of every weight equal PyTorch's`, () => {
      const found = gradients(createProgram(), captioner(reference.model), reference.inputs, 0);
      assertClose([found.nll], [reference.nll], 'nll');
      assert.deepEqual([...found.gradients.keys()], Object.keys(reference.gradients));
      for (const [weight, gradient] of found.gradients)
        assertClose(gradient, reference.gradients[weight] as number[], `gradient of ${weight}`, 2e-5);
    });
  }
  for (const kind of Object.keys(captionModels) as Kind[]) {
    const forced = fixture.cases.find((each) => each.model === kind && each.inputs === 'teacher-forcing') as Case;
    for (const inputs of ['soft-argmax', 'scheduled-greedy'] as const)
      test(`${label}: ${kind}, ${inputs}: with the gold token always it is teacher forcing, dropout and all`, () => {
        const [fed, plain] = [inputs, 'teacher-forcing' as const].map((each) =>
          gradients(createProgram(), captioner(kind, 0.4), each, 1),
        ) as [ReturnType<typeof gradients>, ReturnType<typeof gradients>];
        assertClose([fed.nll], [plain.nll], 'nll', 1e-6);
        assert.ok(Math.abs(plain.nll - forced.nll) > 1e-3, 'something is dropped');
        for (const [weight, gradient] of fed.gradients)
          assertClose(gradient, plain.gradients.get(weight) as Values, `gradient of ${weight}`, 2e-5);
      });
    test(`${label}: ${kind}: logits of all positions at once, and token by token, equal PyTorch's`, () => {
      assertClose(logitsOf(createProgram(), captioner(kind), target, allAtOnce), forced.logits, 'at once');
      assertClose(logitsOf(createProgram(), captioner(kind), target, tokenByToken), forced.logits, 'token by token');
    });
    test(`${label}: ${kind}: sets of captions of the same pictures do not touch each other`, () => {
      const other = reshapeRows(target, shape.target, [2, 3, 1, 0], shape.target);
      const both = logitsOf(createProgram(), captioner(kind), Int32Array.from([...target, ...other]), allAtOnce);
      for (const [set, captions] of [target, other].entries()) {
        const alone = logitsOf(createProgram(), captioner(kind), captions, allAtOnce);
        assertClose(rowsOfSet(both, set), alone, `set ${set}`, 2e-6);
      }
    });
  }
}

export function captioningSizes(): void {
  test('the published sizes have as many parameters as in PyTorch', () => {
    const sizes = { sourceVocabulary: 0, targetVocabulary: 9800, features: { fc: [2048], regions: [196, 2048] } };
    for (const [kind, { parameters, build }] of Object.entries(captionModels)) {
      const model = build(parameters.parse({}) as never, sizes);
      const count = model.parameters.reduce((sum, { shape: sides }) => sum + sizeOf(sides), 0);
      assert.equal(count, fixture.parameters[kind as Kind], kind);
    }
  });
  test('a model without its features says which', () => {
    const sizes = { sourceVocabulary: 0, targetVocabulary: classes, features: { fc: [5] } };
    const chosen = captionModels['top-down'].parameters.parse({});
    assert.throws(() => captionModels['top-down'].build(chosen, sizes), /regions of rank 2; the data has none/);
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

/** Sums and gradients of the batch; `keepGold` is the probability of feeding the gold token. */
function gradients(program: Program, model: Model, kind: Inputs, keepGold: number) {
  const alpha = kind === 'soft-argmax' ? { alpha: { kind: 'fixed', value: 1.5 } } : {};
  const chosen = inputMethods[kind].parameters.parse(kind === 'teacher-forcing' ? {} : alpha);
  const objective = composeObjective({ inputs: { kind, ...chosen } });
  withWeights(program, model);
  program.define('gradient', accumulatingFunction(sequenceTrainable({ model, objective }, shape, true)));
  const schedules = { 'schedule/inputs/alpha': one(1.5), 'schedule/inputs/goldProbability': one(keepGold) };
  const batch = { ...pictures, target, seed: Int32Array.of(7, 3), scale: one(1), ...schedules };
  const found = program.call('gradient', batch);
  const names = model.parameters.map(({ name }) => name);
  const made = program.readVariables(names.map(accumulator));
  program.dispose();
  return {
    nll: (found.nll as Values)[0] as number,
    gradients: new Map(names.map((name) => [name, made.get(accumulator(name)) as Values])),
  };
}

type Decode = (model: Model, tools: ModelTools, source: Record<string, Tensor2D>, inputs: Tensor2D) => Tensor2D;

const allAtOnce: Decode = (model, tools, source, inputs) => model.logits(tools, source, inputs);

/** As decoding does it: encode once, then one `step` a token. */
const tokenByToken: Decode = (model, tools, source, inputs) => {
  const { tf } = tools;
  const [rows, time] = inputs.shape;
  const memory = model.encode(tools, source);
  let state = model.initialState(tools, memory, time);
  const logits = tf.split(inputs, time, 1).map((column) => {
    const input = model.embed(tools, tf.reshape(column, [rows])) as Tensor2D;
    const output = model.step(tools, input, state, memory);
    state = output.state;
    return output.logits;
  });
  return tf.concat(logits, 0) as Tensor2D;
};

function logitsOf(program: Program, model: Model, captions: Int32Array, decode: Decode): Float32Array {
  withWeights(program, model);
  const sides = [captions.length / shape.target, shape.target];
  program.define('logits', {
    inputs: [...model.source(shape.rows, 0), { name: 'target', shape: sides, dtype: 'int32' }],
    body: (context: StepContext) => {
      const { tf, ops } = context.engine;
      const tools = { tf, ops, weight: (name: string) => context.read(name) };
      const inputs = context.inputs as Record<string, Tensor2D>;
      return { logits: decode(model, tools, inputs, decoderInputs(tools, inputs.target as Tensor2D)) };
    },
  });
  const { logits } = program.call('logits', { ...pictures, target: captions });
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
