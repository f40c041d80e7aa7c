import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../data/batch.ts';
import type { FunctionSpec, Program, StepContext, Values, VariableSpec } from '../engine/program.ts';
import { sizeOf } from '../engine/program.ts';
import type { Memory, ModelTools, SearchModel } from '../models/model.ts';
import { sourceOf } from '../models/source.ts';
import { chooseContinuations } from './chooseContinuations.ts';
import { flatRows, repeatRows } from './repeatRows.ts';
import { blockVariables, keepFunction, nextPast, pathVariable, placeInput, placeOf, readPast } from './searchPast.ts';
import { type SearchShape, searchName, searchVariable } from './searchShape.ts';
import { impossible, listInputs, penaliseRepetitions } from './tokenLists.ts';

/** Least attention that the coverage penalty takes a logarithm of. */
const leastCoverage = 1e-6;

/** The functions of beam search for one shape, by their names; each is added to the program when it is first asked for. */
export interface Search {
  shape: SearchShape;
  hasPast: boolean;
  /** Takes `taken` sources of so many positions into the rows that its input `to` names. */
  take(positions: number): string;
  /** Takes a token for every hypothesis, where so many blocks of the past are kept (searchPast.ts). */
  advance(kept: number): string;
  /** Inputs of that function beside lists of tokens. */
  inputs(step: number): Record<string, Values>;
  /** Keeps the block under way of the past as the `block`-th. */
  keep(block: number): string;
}

/**
 * The functions of beam search for one shape. Everything that grows with the model (encoder states, decoder states,
 * coverage) stays in the program's variables; a step hands ids, parents and scores to the host.
 *
 * `take` encodes sources, and writes them over those that were in their rows. `advance`, given lists of tokens where
 * rules ask for them (tokenLists.ts), takes one token for every hypothesis and returns the continuations that are chosen
 * and, [rows, beam] each: `coverage`, Σ_i ln min(Σ_t a_ti, 1) of each hypothesis (Wu et al. 2016, eq. 14, without its
 * factor), and `places`, the source word that each looks at most, where unknown words are to be replaced.
 */
export function defineSearch(
  program: Program,
  model: SearchModel,
  shape: SearchShape,
  probe: StepContext['engine'],
): Search {
  let known: Layout | undefined;
  const layout = () => {
    known ??= layoutOf(model, shape, probe);
    return known;
  };
  if (!program.has(searchVariable(shape, 'scores'))) declareZeros(program, variablesOf(model, shape, layout()));
  const names = new Set<string>();
  const defined = (part: string, make: () => FunctionSpec): string => {
    const name = searchName(shape, part);
    if (!names.has(name)) program.define(name, make());
    names.add(name);
    return name;
  };
  const withBlocks = (count: number) => {
    for (let block = 0; block < count; block++) declareZeros(program, blockVariables(model, shape, block));
  };
  return {
    shape,
    hasPast: model.past !== undefined,
    take: (positions) => defined(`take/${positions}`, () => takeFunction(model, shape, positions)),
    advance: (kept) => {
      const blocks = model.past ? kept : 0;
      withBlocks(blocks);
      return defined(`advance/${blocks}`, () => advanceFunction(model, shape, layout, blocks));
    },
    inputs: (step): Record<string, Values> => (model.past ? { place: Int32Array.of(placeOf(step)) } : {}),
    keep: (block) => {
      withBlocks(block + 1);
      return defined(`keep/${block}`, () => keepFunction(model, shape, block));
    },
  };
}

function declareZeros(program: Program, specs: VariableSpec[]): void {
  for (const spec of specs) {
    if (program.has(spec.name)) continue;
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
    ...blockVariables(model, shape),
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

function takeFunction(model: SearchModel, shape: SearchShape, positions: number): FunctionSpec {
  const { taken, beam, longest } = shape;
  const source = model.source(taken, positions);
  return {
    inputs: [...source, { name: 'to', shape: [taken], dtype: 'int32' }],
    body: (context) => {
      const { tf } = context.engine;
      const tools = toolsOf(context);
      const { to, source: text } = context.inputs as { to: Tensor; source?: Tensor };
      const memory = model.encode(tools, sourceOf(model, context.inputs));
      /** Writes `lanes` rows for each source. */
      const put = (name: string, values: Tensor, lanes: number) => {
        const table = context.read(searchVariable(shape, name));
        const starts = tf.mul(tf.reshape(to, [taken, 1]), tf.scalar(lanes, 'int32'));
        const rows = tf.reshape(tf.add(starts, tf.range(0, lanes, 1, 'int32')), [taken * lanes]);
        context.assign(searchVariable(shape, name), putPadded(tools, table, rows as Tensor1D, values));
      };
      const putRepeated = (name: string, values: Tensor, lanes: number) =>
        put(name, repeatRows(tools, values, lanes), lanes);
      for (const [name, tensor] of Object.entries(memory))
        putRepeated(`memory/${name}`, tensor, lanesOfMemory(model, beam));
      for (const [name, tensor] of Object.entries(model.initialState(tools, memory, longest)))
        putRepeated(`state/${name}`, tensor, beam);
      for (const { shape: sides } of pathVariable(model, shape))
        put('path', tf.fill([taken * beam, sides[1] as number], 0), beam);
      // All hypotheses are the same at first: one counts, the others must not be chosen.
      const first = Array.from({ length: taken }, () =>
        Array.from({ length: beam }, (_, k) => (k === 0 ? 0 : impossible)),
      );
      put('scores', tf.tensor2d(first), 1);
      put('coverage', tf.fill([taken * beam, shape.source], 0), beam);
      const real = text ? tf.cast(tf.notEqual(text, special.pad), 'float32') : tf.fill([taken, positions], 1);
      putRepeated('real', real, beam);
      if (shape.writing.unknown === 'replace')
        putRepeated('words', tf.cast(tf.greater(text as Tensor, special.eos), 'float32'), beam);
      put('last', tf.fill([taken * beam], special.bos, 'int32'), beam);
      return { taken: tf.scalar(1) };
    },
  };
}

/** `table` with `values` in some of its rows; where they have fewer positions, zeros come after them. */
function putPadded(tools: ModelTools, table: Tensor, rows: Tensor1D, values: Tensor): Tensor {
  const { tf, ops } = tools;
  const [, ...sides] = table.shape;
  const missing = sides.map((side, axis) => side - (values.shape[axis + 1] as number));
  const padded = missing.some((number) => number > 0)
    ? tf.pad(values, [[0, 0], ...missing.map((number): [number, number] => [0, number])])
    : values;
  return tf.reshape(ops.putRows(flatRows(tools, table), rows, flatRows(tools, padded)), table.shape);
}

function advanceFunction(model: SearchModel, shape: SearchShape, layout: () => Layout, kept: number): FunctionSpec {
  return {
    inputs: [...listInputs(shape), ...placeInput(model)],
    body: (context) => {
      const tools = toolsOf(context);
      const { tf, ops } = tools;
      const { rows, source, beam } = shape;
      const shapes = layout();
      const read = (name: string) => context.read(searchVariable(shape, name));
      const assign = (name: string, value: Tensor) => context.assign(searchVariable(shape, name), value);
      const readAll = (part: 'memory' | 'state') =>
        Object.fromEntries(Object.keys(shapes[part]).map((name) => [name, read(`${part}/${name}`)]));
      const input = model.embed(tools, read('last')) as Tensor2D;
      const past = model.past && readPast(tools, model, shape, kept, read);
      const next = model.step(tools, input, readAll('state'), readAll('memory') as Memory, past);
      const coverage = next.attention ? tf.add(read('coverage'), next.attention) : read('coverage');
      const { written, blocked, place } = context.inputs as Record<string, Tensor2D | undefined>;
      const { repetitionPenalty } = shape.writing;
      const logits = written ? penaliseRepetitions(tools, next.logits, written, repetitionPenalty) : next.logits;
      const chosen = chooseContinuations(tools, logits, read('scores') as Tensor2D, shape, blocked);
      const rowStarts = tf.range(0, rows * beam, beam, 'int32');
      const parents = tf.add(chosen.parents, tf.reshape(rowStarts, [rows, 1]));
      const from = tf.reshape(parents, [rows * beam]) as Tensor1D;
      const follow = (tensor: Tensor, size: number[]) =>
        tf.reshape(ops.embeddingLookup(tf.reshape(tensor, [rows * beam, -1]) as Tensor2D, from), size);
      const followed = (tensor: Tensor) => follow(tensor, tensor.shape);
      for (const [name, size] of Object.entries(shapes.state))
        assign(`state/${name}`, follow(next.state[name] as Tensor, size));
      const changed = model.past ? nextPast(tools, shape, { ...next, place, read, follow: followed }) : {};
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
