import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { FunctionSpec, Program, StepContext, Values, VariableSpec } from '../engine/program.ts';
import { sizeOf } from '../engine/program.ts';
import type { Memory, ModelTools, SearchModel } from '../models/model.ts';
import { sourceOf } from '../models/source.ts';
import { chooseContinuations } from './chooseContinuations.ts';
import { repeatRows } from './repeatRows.ts';
import { blocksFor, blockVariables, nextPast, pathVariable, positionInput, readPast } from './searchPast.ts';
import { type SearchShape, searchName, searchVariable } from './searchShape.ts';
import { impossible, listInputs, penaliseRepetitions } from './tokenLists.ts';

/** Least attention that the coverage penalty takes a logarithm of. */
const leastCoverage = 1e-6;

/** The functions of beam search for one shape, by their names. */
export interface Search {
  shape: SearchShape;
  start: string;
  /** Takes the `length`-th token; it is added to the program where it is not there yet. */
  advance(length: number): string;
  /** Inputs of that function beside lists of tokens. */
  inputs(length: number): Record<string, Values>;
}

/**
 * Adds the functions of beam search for one shape. Everything that grows with the model (encoder states, decoder
 * states, coverage) stays in the program's variables; a step hands ids, parents and scores to the host.
 *
 * `start` encodes the model's source. `advance`, given lists of tokens where rules ask for them (tokenLists.ts), takes
 * one token for every hypothesis and returns the continuations that are chosen and, [rows, beam] each: `coverage`,
 * Σ_i ln min(Σ_t a_ti, 1) of each hypothesis (Wu et al. 2016, eq. 14, without its factor), and `places`, the source word
 * that each looks at most, where unknown words are to be replaced. Where the past grows with the output (searchPast.ts)
 * there is such a function for every number of blocks of it.
 */
export function defineSearch(
  program: Program,
  model: SearchModel,
  shape: SearchShape,
  probe: StepContext['engine'],
): Search {
  const { rows, source } = shape;
  let known: Layout | undefined;
  const layout = () => {
    known ??= layoutOf(model, shape, probe);
    return known;
  };
  const nameOf = (blocks: number) => `${searchName(shape, 'advance')}/${blocks}`;
  const defineAdvance = (blocks: number) => {
    declareZeros(program, blockVariables(model, shape, blocks - 1));
    program.define(nameOf(blocks), advanceFunction(model, shape, layout(), blocks));
  };
  if (!program.has(searchVariable(shape, 'scores'))) {
    declareZeros(program, variablesOf(model, shape, layout()));
    program.define(searchName(shape, 'start'), {
      inputs: model.source(rows, source),
      body: (context) => start(context, model, shape),
    });
    // Outputs are seldom much longer than their sources.
    const usual = blocksFor(model, Math.min(shape.longest, source));
    for (let blocks = 1; blocks <= usual; blocks++) defineAdvance(blocks);
  }
  return {
    shape,
    start: searchName(shape, 'start'),
    advance: (length) => {
      const blocks = blocksFor(model, length);
      const isThere = blockVariables(model, shape, blocks - 1).every(({ name }) => program.has(name));
      if (!isThere) defineAdvance(blocks);
      return nameOf(blocks);
    },
    inputs: (length): Record<string, Values> => (model.past ? { position: Int32Array.of(length - 1) } : {}),
  };
}

function declareZeros(program: Program, specs: VariableSpec[]): void {
  for (const spec of specs) {
    const zeros = spec.dtype === 'int32' ? new Int32Array(sizeOf(spec.shape)) : new Float32Array(sizeOf(spec.shape));
    program.declare(spec, zeros);
  }
}

/** Shapes of what a model carries, learned by running it once: a model need not declare them. */
interface Layout {
  memory: Record<string, number[]>;
  state: Record<string, number[]>;
}

function layoutOf(
  model: SearchModel,
  { rows, source, beam, longest }: SearchShape,
  { tf, ops }: StepContext['engine'],
): Layout {
  const shapes = new Map(model.parameters.map(({ name, shape }) => [name, shape]));
  const layout: Layout = { memory: {}, state: {} };
  tf.tidy(() => {
    const tools = { tf, ops, weight: (name: string) => tf.fill(shapes.get(name) as number[], 0) };
    const inputs = model.source(1, source).map(({ name, shape, dtype }) => [name, tf.fill(shape, special.eos, dtype)]);
    const memory = model.encode(tools, Object.fromEntries(inputs));
    const state = model.initialState(tools, memory, longest);
    for (const [name, tensor] of Object.entries(memory))
      layout.memory[name] = [rows * lanesOfMemory(model, beam), ...tensor.shape.slice(1)];
    for (const [name, tensor] of Object.entries(state)) layout.state[name] = [rows * beam, ...tensor.shape.slice(1)];
  });
  return layout;
}

/** Rows of the memory that each source has: the hypotheses of a model with a past share one. */
const lanesOfMemory = ({ past }: SearchModel, beam: number): number => (past ? 1 : beam);

function variablesOf(model: SearchModel, shape: SearchShape, { memory, state }: Layout): VariableSpec[] {
  const { rows, source, beam } = shape;
  const float = (name: string, size: number[]): VariableSpec => ({
    name: searchVariable(shape, name),
    shape: size,
    dtype: 'float32',
  });
  return [
    ...Object.entries(memory).map(([name, size]) => float(`memory/${name}`, size)),
    ...Object.entries(state).map(([name, size]) => float(`state/${name}`, size)),
    ...pathVariable(model, shape),
    float('scores', [rows, beam]),
    float('coverage', [rows * beam, source]),
    float('real', [rows * beam, source]),
    ...(shape.writing.unknown === 'replace' ? [float('words', [rows * beam, source])] : []),
    { name: searchVariable(shape, 'last'), shape: [rows * beam], dtype: 'int32' },
  ];
}

const toolsOf = (context: StepContext): ModelTools => ({
  tf: context.engine.tf,
  ops: context.engine.ops,
  weight: (name) => context.read(name),
});

function start(context: StepContext, model: SearchModel, shape: SearchShape): Record<string, Tensor> {
  const { tf } = context.engine;
  const { rows, source, beam, longest } = shape;
  const tools = toolsOf(context);
  const memory = model.encode(tools, sourceOf(model, context.inputs));
  const assign = (name: string, value: Tensor) => context.assign(searchVariable(shape, name), value);
  for (const [name, tensor] of Object.entries(memory))
    assign(`memory/${name}`, repeatRows(tools, tensor, lanesOfMemory(model, beam)));
  for (const { name, shape: sides } of pathVariable(model, shape)) context.assign(name, tf.fill(sides, 0));
  for (const [name, tensor] of Object.entries(model.initialState(tools, memory, longest))) {
    assign(`state/${name}`, repeatRows(tools, tensor, beam));
  }
  // All hypotheses are the same at first: one counts, the others must not be chosen.
  const first = tf.tensor2d(
    Array.from({ length: rows }, () => Array.from({ length: beam }, (_, k) => (k === 0 ? 0 : impossible))),
  );
  assign('scores', first);
  assign('coverage', tf.fill([rows * beam, source], 0));
  const { source: text } = context.inputs;
  const real = text ? tf.cast(tf.notEqual(text, special.pad), 'float32') : tf.fill([rows, source], 1);
  assign('real', repeatRows(tools, real, beam));
  if (shape.writing.unknown === 'replace')
    assign('words', repeatRows(tools, tf.cast(tf.greater(text as Tensor, special.eos), 'float32'), beam));
  assign('last', tf.fill([rows * beam], special.bos, 'int32'));
  return { started: tf.scalar(1) };
}

function advanceFunction(model: SearchModel, shape: SearchShape, layout: Layout, blocks: number): FunctionSpec {
  return {
    inputs: [...listInputs(shape), ...positionInput(model)],
    body: (context) => {
      const tools = toolsOf(context);
      const { tf, ops } = tools;
      const { rows, source, beam } = shape;
      const read = (name: string) => context.read(searchVariable(shape, name));
      const assign = (name: string, value: Tensor) => context.assign(searchVariable(shape, name), value);
      const readAll = (part: 'memory' | 'state') =>
        Object.fromEntries(Object.keys(layout[part]).map((name) => [name, read(`${part}/${name}`)]));
      const input = model.embed(tools, read('last')) as Tensor2D;
      const past = model.past && readPast(tools, model, shape, blocks, read);
      const next = model.step(tools, input, readAll('state'), readAll('memory') as Memory, past);
      const coverage = next.attention ? tf.add(read('coverage'), next.attention) : read('coverage');
      const { written, blocked, position } = context.inputs as Record<string, Tensor2D | undefined>;
      const { repetitionPenalty } = shape.writing;
      const logits = written ? penaliseRepetitions(tools, next.logits, written, repetitionPenalty) : next.logits;
      const chosen = chooseContinuations(tools, logits, read('scores') as Tensor2D, shape, blocked);
      const rowStarts = tf.range(0, rows * beam, beam, 'int32');
      const parents = tf.add(chosen.parents, tf.reshape(rowStarts, [rows, 1]));
      const from = tf.reshape(parents, [rows * beam]) as Tensor1D;
      const follow = (tensor: Tensor, size: number[]) =>
        tf.reshape(ops.embeddingLookup(tf.reshape(tensor, [rows * beam, -1]) as Tensor2D, from), size);
      const followed = (tensor: Tensor) => follow(tensor, tensor.shape);
      for (const [name, size] of Object.entries(layout.state))
        assign(`state/${name}`, follow(next.state[name] as Tensor, size));
      const changed = model.past ? nextPast(tools, shape, blocks, { ...next, position, read, follow: followed }) : {};
      for (const [name, value] of Object.entries(changed)) assign(name, value);
      assign('coverage', follow(coverage, [rows * beam, source]));
      assign('scores', chosen.scores);
      assign('last', tf.reshape(chosen.ids, [rows * beam]));
      const covered = tf.mul(tf.log(tf.clipByValue(coverage, leastCoverage, 1)), read('real'));
      return {
        ...chosen,
        coverage: tf.reshape(tf.sum(covered, 1), [rows, beam]),
        ...(shape.writing.unknown === 'replace' && { places: placesLookedAt(tools, next.attention, read('words')) }),
      };
    },
  };
}

/** The word of the source that each hypothesis attends to most (Jean et al. 2015, arXiv:1412.2007, section 3.3). */
function placesLookedAt({ tf }: ModelTools, attention: Tensor2D | undefined, words: Tensor): Tensor {
  if (!attention) throw new Error('unknown words cannot be replaced: this model does not attend to its source');
  return tf.argMax(tf.mul(attention, words), 1);
}
