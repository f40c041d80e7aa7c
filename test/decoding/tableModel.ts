import assert from 'node:assert/strict';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../../src/data/batch.ts';
import { beamSearch } from '../../src/decoding/beamSearch.ts';
import type { Hypothesis } from '../../src/decoding/hypothesis.ts';
import { type LengthPenaltyChoice, lengthPenalty } from '../../src/decoding/lengthPenalty.ts';
import { defineSearch } from '../../src/decoding/searchFunctions.ts';
import type { OutputLimits } from '../../src/decoding/searchInput.ts';
import type { Writing } from '../../src/decoding/searchShape.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Program } from '../../src/engine/program.ts';
import type { Model, SearchModel } from '../../src/models/model.ts';
import { textSource } from '../../src/models/source.ts';

/** Ids beside the special ones: with few of them every output can be enumerated. */
export const letters = [4, 5, 6];

export interface TableModelOptions {
  vocabulary?: number;
  /** Makes another table of logits. */
  seed?: number;
  /** Evenly over the source, which makes coverage a function of the length alone; or each step at another place. */
  attention?: 'even' | 'moving';
}

/** What the next token depends on. */
interface Place {
  /** The source's first token. */
  first: number;
  /** The last token before, or the beginning of sentence. */
  last: number;
  /** 1 for the first token. */
  step: number;
}

/**
 * A model whose next token depends on the last one and on the source's first token by a table: log-probabilities that a
 * test can add up by itself.
 */
export class TableModel {
  readonly vocabulary: number;
  readonly table: Float32Array;
  readonly model: Model;

  constructor({ vocabulary = 7, seed = 12.9898, attention = 'even' }: TableModelOptions = {}) {
    this.vocabulary = vocabulary;
    this.table = Float32Array.from({ length: vocabulary ** 2 }, (_, i) => Math.sin(seed * (i + 1)) * 1.5);
    this.model = {
      parameters: [{ name: 'table', shape: [vocabulary, vocabulary], initial: { kind: 'constant', value: 0 } }],
      source: textSource,
      encode: ({ tf }, { source }) => ({
        first: tf.cast(tf.slice(source as Tensor2D, [0, 0], [(source as Tensor2D).shape[0], 1]), 'float32'),
        positions: tf.cast(source as Tensor2D, 'float32'),
      }),
      initialState: ({ tf }, memory) => ({ steps: tf.fill([(memory.first as Tensor2D).shape[0], 1], 0) }),
      embed: ({ tf, ops, weight }, ids) => ops.embeddingLookup(weight('table') as Tensor2D, tf.reshape(ids, [-1])),
      embeddings: ({ weight }) => weight('table') as Tensor2D,
      step: ({ tf }, input, state, memory) => {
        const steps = tf.add(state.steps as Tensor2D, 1) as Tensor2D;
        const shift = tf.mul(tf.sin(tf.mul(tf.add(tf.range(0, vocabulary), memory.first as Tensor2D), steps)), 0.7);
        const source = (memory.positions as Tensor2D).shape[1];
        const weights = tf.fill([input.shape[0], source], 1 / source) as Tensor2D;
        const moving = tf.cast(tf.equal(tf.range(0, source), tf.mod(tf.sub(steps, 1), source)), 'float32');
        return {
          logits: tf.add(input, shift) as Tensor2D,
          state: { steps },
          attention: attention === 'even' ? weights : (tf.add(tf.mul(moving, 0.5), tf.div(weights, 2)) as Tensor2D),
        };
      },
      logits: () => {
        throw new Error('search never asks for the logits of all positions');
      },
    };
  }

  /** Its logits, computed here. */
  logits({ first, last, step }: Place): number[] {
    return Array.from({ length: this.vocabulary }, (_, j) => {
      return (this.table[last * this.vocabulary + j] as number) + 0.7 * Math.sin((j + first) * step);
    });
  }

  declare(program: Program, prefix = ''): void {
    const shape = [this.vocabulary, this.vocabulary];
    program.declare({ name: `${prefix}table`, shape, dtype: 'float32' }, this.table);
  }
}

/** log softmax of logits. */
export function logProbabilities(logits: readonly number[]): number[] {
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return logits.map((logit) => logit - total);
}

/** An output that ended, with its log-probability and that of its end. */
export interface Output {
  ids: number[];
  logProbability: number;
}

/**
 * All sequences of `tokens` up to a length that end, the most probable first. `next` gives the log-probabilities of what
 * comes after some ids.
 */
export function enumerate(
  next: (ids: readonly number[]) => readonly number[],
  longest: number,
  tokens: readonly number[] = letters,
): Output[] {
  const found: Output[] = [];
  const extend = (ids: number[], sum: number) => {
    const following = next(ids);
    found.push({ ids, logProbability: sum + (following[special.eos] as number) });
    if (ids.length + 1 >= longest) return;
    for (const id of tokens) extend([...ids, id], sum + (following[id] as number));
  };
  extend([], 0);
  return found.sort((a, b) => b.logProbability - a.logProbability);
}

/** What the table model says after some ids of a source that begins with `first`. */
export const nextOf =
  (model: TableModel, first: number) =>
  (ids: readonly number[]): number[] =>
    logProbabilities(model.logits({ first, last: ids.at(-1) ?? special.bos, step: ids.length + 1 }));

export interface SearchTestOptions extends Partial<Writing> {
  kind?: LengthPenaltyChoice['kind'];
  alpha?: number;
  coverage?: number;
  /** Hypotheses that are asked for; as many as the beam holds when absent. */
  best?: number;
}

/** Searches two sources, 4 5 and 6, whose shape has three positions. */
export function searchTwo(
  program: Program,
  { engine }: LoadedEngine,
  model: SearchModel,
  beam: number,
  longest: (number | OutputLimits)[],
  options: SearchTestOptions = {},
): [Hypothesis[], Hypothesis[]] {
  const {
    kind = 'none',
    alpha = 1,
    coverage = 0,
    unknown = 'never',
    repetitionPenalty = 1,
    ngramBlock = 0,
    best,
  } = options;
  const limits = longest.map((limit) => (typeof limit === 'number' ? { shortest: 0, longest: limit } : limit));
  const most = Math.max(...limits.map((limit) => limit.longest));
  const writing = { unknown, repetitionPenalty, ngramBlock };
  const shape = { rows: 2, taken: 2, source: 3, beam, longest: most, writing };
  const search = defineSearch(program, model, shape, engine);
  const source = Int32Array.of(4, 5, special.eos, 6, special.eos, special.pad);
  const beside = { positions: 3, longest: most };
  const batch = { members: [0, 1], positions: 3, limits, beside, read: () => ({ source }) };
  const found = beamSearch(program, search, [batch], {
    lengthPenalty: lengthPenalty({ kind, alpha }),
    ...{ coverage, best: best ?? beam },
  });
  return [0, 1].map((member) => found.get(member)) as [Hypothesis[], Hypothesis[]];
}

export const close = (actual: number, expected: number, tolerance = 2e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

export function closeAll(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [at, value] of actual.entries()) close(value, expected[at] as number);
}

/** The best of what was found that ended below the longest length are the best of all, in their order. */
export function assertBest(found: readonly Hypothesis[], all: readonly Output[], longest: number, count = 5): void {
  const ended = found.filter(({ ids }) => ids.length < longest).slice(0, count);
  assert.deepEqual(
    ended.map(({ ids }) => ids),
    all.slice(0, count).map(({ ids }) => ids),
  );
  closeAll(
    ended.map(({ logProbability }) => logProbability),
    all.slice(0, count).map(({ logProbability }) => logProbability),
  );
}
