import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../src/data/batch.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import type { Program } from '../../src/engine/program.ts';
import {
  assertBest,
  enumerate,
  letters,
  logProbabilities,
  nextOf,
  type SearchTestOptions,
  searchTwo,
  TableModel,
} from './tableModel.ts';

/** A beam that holds all outputs of up to four letters, and their beginnings. */
const everything = 130;

/** What rules do to outputs, against all outputs that they allow. */
export function writingContract(label: string, loaded: LoadedEngine): void {
  const model = new TableModel({ attention: 'moving' });
  const withProgram = (body: (program: Program) => void) => {
    const program = loaded.createProgram();
    model.declare(program);
    body(program);
    program.dispose();
  };
  const search = (program: Program, longest: number, options: SearchTestOptions, beam = everything) =>
    searchTwo(program, loaded, model.model, beam, [longest, longest], options);

  test(`${label}: the repetition penalty changes the logits of tokens that were written`, () =>
    withProgram((program) => {
      const theta = 1.8;
      const found = search(program, 5, { repetitionPenalty: theta });
      for (const [row, first] of [4, 6].entries()) {
        const next = (ids: readonly number[]) => {
          const logits = model.logits({ first, last: ids.at(-1) ?? special.bos, step: ids.length + 1 });
          for (const id of new Set(ids)) {
            const logit = logits[id] as number;
            logits[id] = logit > 0 ? logit / theta : logit * theta;
          }
          return logProbabilities(logits);
        };
        assertBest(found[row] ?? [], enumerate(next, 5), 5, 20);
      }
    }));

  for (const n of [1, 2, 3])
    test(`${label}: no ${n}-gram is written twice`, () =>
      withProgram((program) => {
        const found = search(program, 5, { ngramBlock: n });
        const repeats = (ids: readonly number[]) => {
          const grams = ids.slice(n - 1).map((_, at) => ids.slice(at, at + n).join());
          return new Set(grams).size < grams.length;
        };
        for (const [row, first] of [4, 6].entries()) {
          const all = enumerate(nextOf(model, first), 5);
          const allowed = all.filter(({ ids }) => !repeats(ids));
          assert.ok(allowed.length < all.length && !found[row]?.some(({ ids }) => repeats(ids)));
          assertBest(found[row] ?? [], allowed, 5, Math.min(30, allowed.length));
        }
      }));

  test(`${label}: the unknown token is written where it is allowed, with the source word looked at most`, () =>
    withProgram((program) => {
      const tokens = [special.unk, ...letters];
      const plain = search(program, 4, { unknown: 'allow' });
      const replaced = search(program, 4, { unknown: 'replace' });
      for (const [row, first] of [4, 6].entries()) {
        const all = enumerate(nextOf(model, first), 4, tokens);
        assert.ok(all.slice(0, 20).some(({ ids }) => ids.includes(special.unk)));
        assertBest(plain[row] ?? [], all, 4, 20);
        assertBest(replaced[row] ?? [], all, 4, 20);
        assert.ok(plain[row]?.every(({ places }) => places === undefined));
      }
      // The attention moves on by a position at each token. Row 0 has words at 0 and 1, row 1 at 0.
      const words = [2, 1];
      for (const [row, count] of words.entries())
        for (const { ids, places } of replaced[row] ?? []) {
          const expected = ids.map((_, at) => (at % 3 < count ? at % 3 : 0));
          assert.deepEqual(places ?? [], expected);
        }
    }));

  test(`${label}: the rules hold together, and with a narrow beam`, () =>
    withProgram((program) => {
      const options = { repetitionPenalty: 1.3, ngramBlock: 2, unknown: 'replace' as const };
      for (const beam of [1, 2, 4])
        for (const { ids, places } of search(program, 9, options, beam).flat()) {
          const pairs = ids.slice(1).map((id, at) => `${ids[at]} ${id}`);
          assert.equal(new Set(pairs).size, pairs.length);
          assert.equal(places?.length ?? 0, ids.length);
        }
    }));
}
