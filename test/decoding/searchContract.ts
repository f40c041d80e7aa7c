import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../src/data/batch.ts';
import { decode } from '../../src/decoding/decode.ts';
import { textInput } from '../../src/decoding/textInput.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Program } from '../../src/engine/program.ts';
import { assertBest, close, closeAll, enumerate, letters, nextOf, searchTwo, TableModel } from './tableModel.ts';

/** First tokens of the two sources that are searched. */
const firsts = [4, 6];

export function searchContract(label: string, loaded: LoadedEngine): void {
  const { engine, createProgram } = loaded;
  const model = new TableModel();
  const withProgram = (body: (program: Program) => void, used = model) => {
    const program = createProgram();
    used.declare(program);
    body(program);
    program.dispose();
  };
  const search = (
    program: Program,
    ...rest: [number, Parameters<typeof searchTwo>[4], Parameters<typeof searchTwo>[5]?]
  ) => searchTwo(program, loaded, model.model, ...rest);

  test(`${label}: a beam that holds everything finds the exhaustive optimum`, () =>
    withProgram((program) => {
      const found = search(program, 40, [4, 4]);
      for (const [row, first] of firsts.entries()) assertBest(found[row] ?? [], enumerate(nextOf(model, first), 4), 4);
    }));

  test(`${label}: a beam of one takes the most probable token each time`, () =>
    withProgram((program) => {
      const found = search(program, 1, [6, 6]);
      for (const [row, first] of firsts.entries()) {
        const ids: number[] = [];
        while (ids.length < 6) {
          const next = nextOf(model, first)(ids);
          const allowed = [special.eos, ...letters].sort((a, b) => (next[b] as number) - (next[a] as number));
          if (allowed[0] === special.eos) break;
          ids.push(allowed[0] as number);
        }
        assert.deepEqual(
          found[row]?.map((hypothesis) => hypothesis.ids),
          [ids],
        );
      }
    }));

  for (const kind of ['none', 'gnmt', 'mean'] as const)
    test(`${label}: search that ends early finds the same best, penalty ${kind}`, () =>
      withProgram((program) => {
        for (const coverage of [0, 0.2]) {
          const whole = search(program, 5, [9, 9], { kind, coverage });
          const early = search(program, 5, [9, 9], { kind, coverage, best: 2 });
          for (const row of [0, 1]) assert.deepEqual(early[row]?.slice(0, 2), whole[row]?.slice(0, 2));
        }
      }));

  test(`${label}: search for the best alone takes fewer steps`, () =>
    withProgram((program) => {
      const call = program.call.bind(program);
      let calls = 0;
      program.call = (...given) => {
        calls += 1;
        return call(...given);
      };
      const callsOf = (best: number) => {
        calls = 0;
        search(program, 5, [9, 9], { best });
        return calls;
      };
      assert.ok(callsOf(1) < callsOf(5));
    }));

  test(`${label}: of a large vocabulary the most probable tokens are found`, () => {
    const large = new TableModel({ vocabulary: 1501 });
    withProgram((program) => {
      const found = searchTwo(program, loaded, large.model, 4, [1, 1]);
      for (const [row, first] of firsts.entries()) {
        const next = nextOf(large, first)([]);
        const order = [...next.keys()].filter((id) => id > special.unk);
        order.sort((a, b) => (next[b] as number) - (next[a] as number));
        const cut = (found[row] ?? []).filter(({ ids }) => ids.length === 1);
        assert.deepEqual(
          cut.map(({ ids }) => ids[0]),
          order.slice(0, cut.length),
        );
        assert.ok(cut.length >= 3);
        closeAll(
          cut.map(({ logProbability }) => logProbability),
          order.slice(0, cut.length).map((id) => next[id] as number),
        );
      }
    }, large);
  });

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
      const longest = [4, 3];
      const found = search(program, 6, longest);
      for (const [row, first] of firsts.entries())
        for (const { ids, probabilities, logProbability } of found[row] ?? []) {
          const ended = probabilities.length > ids.length ? [...ids, special.eos] : ids;
          const expected = ended.map((id, at) => nextOf(model, first)(ended.slice(0, at))[id] as number);
          closeAll(probabilities, expected.map(Math.exp));
          close(
            logProbability,
            expected.reduce((sum, one) => sum + one, 0),
          );
          if (ended === ids) assert.equal(ids.length, longest[row]);
        }
    }));

  test(`${label}: each row has its own shortest and longest output`, () =>
    withProgram((program) => {
      const limits = [
        { shortest: 2, longest: 4 },
        { shortest: 3, longest: 3 },
      ];
      const [between, exact] = search(program, 40, limits);
      const allowed = enumerate(nextOf(model, 4), 4).filter(({ ids }) => ids.length >= 2);
      assertBest(between, allowed, 4);
      assert.ok(between.every(({ ids }) => ids.length >= 2));
      // As many tokens as are asked for, all 27 outputs of three letters, best first by the tokens alone.
      assert.ok(exact.length === 27 && exact.every(({ ids }) => ids.length === 3));
      const scores = exact.map(({ ids }) =>
        ids.reduce((sum, id, at) => sum + (nextOf(model, 6)(ids.slice(0, at))[id] as number), 0),
      );
      closeAll(
        exact.map(({ logProbability }) => logProbability),
        scores,
      );
      assert.deepEqual(
        scores,
        [...scores].sort((a, b) => b - a),
      );
    }));

  test(`${label}: rows without a sentence are passed over, and outputs end at the longest length`, () =>
    withProgram((program) => {
      const [some, none] = search(program, 3, [2, 0]);
      assert.deepEqual(none, []);
      assert.ok(some.length > 0);
      for (const { ids } of some) assert.ok(ids.length <= 2 && ids.every((id) => letters.includes(id)));
    }));

  test(`${label}: texts of any length and number come back in their order`, () =>
    withProgram((program) => {
      const sources = Array.from({ length: 70 }, (_, i) =>
        Array.from({ length: 1 + (i % 6) }, () => letters[i % 3] as number),
      );
      const settings = {
        ...{ beam: 4, lengthPenalty: { kind: 'none' as const }, coverage: 0, best: 4 },
        ...{ unknown: 'never' as const, repetitionPenalty: 1, ngramBlock: 0 },
      };
      const searchTexts = (some: number[][]) => {
        const limits = () => ({ shortest: 0, longest: 4 });
        const input = textInput({ sources: some, buckets: [3, 5], limits });
        return decode(program, input, { model: model.model, engine, settings });
      };
      const all = searchTexts(sources);
      for (const index of [0, 7, 31, 69]) {
        const [alone] = searchTexts([sources[index] as number[]]);
        assert.deepEqual(
          all[index]?.map(({ ids }) => ids),
          alone?.map(({ ids }) => ids),
        );
      }
    }));
}
