import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { special } from '../../src/data/batch.ts';
import { beamSearch } from '../../src/decoding/beamSearch.ts';
import { decode } from '../../src/decoding/decode.ts';
import type { Hypothesis } from '../../src/decoding/hypothesis.ts';
import { type LengthPenaltyChoice, lengthPenalty } from '../../src/decoding/lengthPenalty.ts';
import { defineSearch } from '../../src/decoding/searchFunctions.ts';
import type { OutputLimits } from '../../src/decoding/searchInput.ts';
import { textInput } from '../../src/decoding/textInput.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Program } from '../../src/engine/program.ts';
import type { Model } from '../../src/models/model.ts';
import { textSource } from '../../src/models/source.ts';

/** Ids beside the special ones: with few of them every output can be enumerated. */
const letters = [4, 5, 6];
const vocabulary = 7;

/**
 * A model whose next token depends on the last one and on the source's first token by a table: log-probabilities that a
 * test can add up by itself. It attends evenly, which makes coverage a function of the length alone.
 */
function tableModel(): Model {
  return {
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
      const attention = tf.fill([input.shape[0], source], 1 / source) as Tensor2D;
      return { logits: tf.add(input, shift) as Tensor2D, state: { steps }, attention };
    },
    logits: () => {
      throw new Error('search never asks for the logits of all positions');
    },
  };
}

const table = Float32Array.from({ length: vocabulary ** 2 }, (_, i) => Math.sin(12.9898 * (i + 1)) * 1.5);

/** The log-probability of one token after `last` at position `step`, computed here. */
function logProbability(first: number, step: number, last: number, id: number): number {
  const logits = Array.from({ length: vocabulary }, (_, j) => {
    return (table[last * vocabulary + j] as number) + 0.7 * Math.sin((j + first) * step);
  });
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return (logits[id] as number) - total;
}

/** All sequences of letters up to a length, with the log-probability of each and its end. */
function enumerate(first: number, longest: number): { ids: number[]; logProbability: number }[] {
  const found: { ids: number[]; logProbability: number }[] = [];
  const extend = (ids: number[], sum: number) => {
    const [step, last] = [ids.length + 1, ids.at(-1) ?? special.bos];
    found.push({ ids, logProbability: sum + logProbability(first, step, last, special.eos) });
    if (ids.length + 1 >= longest) return;
    for (const id of letters) extend([...ids, id], sum + logProbability(first, step, last, id));
  };
  extend([], 0);
  return found;
}

const close = (actual: number, expected: number, tolerance = 2e-5) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

function closeAll(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  for (const [at, value] of actual.entries()) close(value, expected[at] as number);
}

export function searchContract(label: string, { engine, createProgram }: LoadedEngine): void {
  const model = tableModel();
  const withProgram = (body: (program: Program) => void) => {
    const program = createProgram();
    program.declare({ name: 'table', shape: [vocabulary, vocabulary], dtype: 'float32' }, table);
    body(program);
    program.dispose();
  };

  function search(
    program: Program,
    beam: number,
    longest: (number | OutputLimits)[],
    options: { kind?: LengthPenaltyChoice['kind']; alpha?: number; coverage?: number } = {},
  ): Hypothesis[][] {
    const { kind = 'none', alpha = 1, coverage = 0 } = options;
    const limits = longest.map((limit) => (typeof limit === 'number' ? { shortest: 0, longest: limit } : limit));
    const shape = { rows: 2, source: 3, beam, longest: Math.max(...limits.map((limit) => limit.longest)) };
    defineSearch(program, model, shape, engine);
    const source = Int32Array.of(4, 5, special.eos, 6, special.eos, special.pad);
    const batch = { limits, read: () => ({ source }) };
    return beamSearch(program, shape, batch, { lengthPenalty: lengthPenalty({ kind, alpha }), coverage });
  }

  test(`${label}: a beam that holds everything finds the exhaustive optimum`, () =>
    withProgram((program) => {
      const longest = 4;
      const found = search(program, 40, [longest, longest]);
      for (const [row, first] of [4, 6].entries()) {
        const all = enumerate(first, longest).sort((a, b) => b.logProbability - a.logProbability);
        const ended = (found[row] as Hypothesis[]).filter(({ ids }) => ids.length < longest);
        assert.deepEqual(ended[0]?.ids, all[0]?.ids);
        close(ended[0]?.logProbability as number, all[0]?.logProbability as number);
        assert.deepEqual(
          ended.slice(0, 5).map(({ ids }) => ids),
          all.slice(0, 5).map(({ ids }) => ids),
        );
      }
    }));

  test(`${label}: a beam of one takes the most probable token each time`, () =>
    withProgram((program) => {
      const found = search(program, 1, [6, 6]);
      for (const [row, first] of [4, 6].entries()) {
        const ids: number[] = [];
        for (let last: number = special.bos; ids.length < 6; ) {
          const scores = [special.eos, ...letters].map((id) => logProbability(first, ids.length + 1, last, id));
          const best = [special.eos, ...letters][scores.indexOf(Math.max(...scores))] as number;
          if (best === special.eos) break;
          ids.push(best);
          last = best;
        }
        assert.deepEqual(
          found[row]?.map((hypothesis) => hypothesis.ids),
          [ids],
        );
      }
    }));

  test(`${label}: length penalty and coverage rank as GNMT defines them`, () =>
    withProgram((program) => {
      const options = { kind: 'gnmt' as const, alpha: 0.6, coverage: 0.2 };
      for (const hypothesis of search(program, 5, [5, 5], options).flat()) {
        const length = Math.min(hypothesis.ids.length + 1, 5);
        const covered = 3 * Math.log(Math.min(1, length / 3));
        // Row 1 has two source tokens and padding, which needs no attention.
        const expected = [3, 2].map(
          (real) => hypothesis.logProbability / ((5 + length) / 6) ** 0.6 + 0.2 * (covered / 3) * real,
        );
        assert.ok(
          expected.some((score) => Math.abs(score - hypothesis.score) < 1e-5),
          `${hypothesis.score} of ${expected}`,
        );
      }
    }));

  test(`${label}: each token has its probability, and the end too unless the output was cut`, () =>
    withProgram((program) => {
      for (const [row, first] of [4, 6].entries())
        for (const { ids, probabilities, logProbability: total } of search(program, 6, [4, 3])[row] as Hypothesis[]) {
          const ended = probabilities.length > ids.length ? [...ids, special.eos] : ids;
          const expected = ended.map((id, at) => logProbability(first, at + 1, ended[at - 1] ?? special.bos, id));
          closeAll(probabilities, expected.map(Math.exp));
          close(
            total,
            expected.reduce((sum, one) => sum + one, 0),
          );
          if (ended === ids) assert.equal(ids.length, [4, 3][row]);
        }
    }));

  test(`${label}: each row has its own shortest and longest output`, () =>
    withProgram((program) => {
      const limits = [
        { shortest: 2, longest: 4 },
        { shortest: 3, longest: 3 },
      ];
      const found = search(program, 40, limits);
      const [between, exact] = found as [Hypothesis[], Hypothesis[]];
      const expected = enumerate(4, 4).filter(({ ids }) => ids.length >= 2);
      expected.sort((a, b) => b.logProbability - a.logProbability);
      const ended = between.filter(({ ids }) => ids.length < 4);
      assert.deepEqual(
        ended.slice(0, 5).map(({ ids }) => ids),
        expected.slice(0, 5).map(({ ids }) => ids),
      );
      assert.ok(between.every(({ ids }) => ids.length >= 2));
      // As many tokens as are asked for, all 27 outputs of three letters, best first by the tokens alone.
      assert.ok(exact.length === 27 && exact.every(({ ids }) => ids.length === 3));
      const scores = exact.map(({ ids }) =>
        ids.reduce((sum, id, at) => sum + logProbability(6, at + 1, ids[at - 1] ?? special.bos, id), 0),
      );
      closeAll(
        exact.map(({ logProbability: total }) => total),
        scores,
      );
      assert.deepEqual(
        scores,
        [...scores].sort((a, b) => b - a),
      );
    }));

  test(`${label}: rows without a sentence are passed over, and outputs end at the longest length`, () =>
    withProgram((program) => {
      const found = search(program, 3, [2, 0]);
      assert.deepEqual(found[1], []);
      assert.ok((found[0] as Hypothesis[]).length > 0);
      for (const { ids } of found[0] as Hypothesis[])
        assert.ok(ids.length <= 2 && ids.every((id) => letters.includes(id)));
    }));

  test(`${label}: texts of any length and number come back in their order`, () =>
    withProgram((program) => {
      const sources = Array.from({ length: 70 }, (_, i) =>
        Array.from({ length: 1 + (i % 6) }, () => letters[i % 3] as number),
      );
      const settings = { beam: 4, lengthPenalty: { kind: 'none' as const }, coverage: 0 };
      const search = (some: number[][]) => {
        const limits = () => ({ shortest: 0, longest: 4 });
        const input = textInput({ sources: some, buckets: [3, 5], limits });
        return decode(program, input, { model, engine, settings });
      };
      const all = search(sources);
      for (const index of [0, 7, 31, 69]) {
        const [alone] = search([sources[index] as number[]]);
        assert.deepEqual(
          all[index]?.map(({ ids }) => ids),
          alone?.map(({ ids }) => ids),
        );
      }
    }));
}
