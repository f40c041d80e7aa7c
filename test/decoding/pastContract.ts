import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../src/data/batch.ts';
import { beamSearch } from '../../src/decoding/beamSearch.ts';
import { defineExplanation, explainTokens } from '../../src/decoding/explainTokens.ts';
import { defineSearch } from '../../src/decoding/searchFunctions.ts';
import type { LoadedEngine } from '../../src/engine/createEngine.ts';
import { translationModels } from '../../src/models/registry.ts';
import { weightValues } from '../models/smallModel.ts';

const { parameters, build } = translationModels.transformer;
const classes = 13;
const sizes = { embedding: 8, feedForward: 7, heads: 2, encoderLayers: 1, decoderLayers: 2 };
const model = build(parameters.parse({ ...sizes, normalization: 'pre', shareEmbeddings: 'all' }), {
  sourceVocabulary: classes,
  targetVocabulary: classes,
});
const limits = [
  { shortest: 17, longest: 19 },
  { shortest: 3, longest: 10 },
];
const source = Int32Array.of(4, 5, 7, special.eos, 6, 9, special.eos, special.pad);

/** A search whose past fills several blocks, with hypotheses that change places in the beam. */
export function pastContract(label: string, { engine, createProgram }: LoadedEngine): void {
  test(`${label}: a hypothesis has the probabilities that its tokens have all at once`, () => {
    const program = createProgram();
    const values = weightValues(model.parameters);
    for (const { name, shape } of model.parameters)
      program.declare({ name, shape, dtype: 'float32' }, values.get(name)?.map((value) => value / 2) as Float32Array);
    const writing = { unknown: 'never', repetitionPenalty: 1, ngramBlock: 0 } as const;
    const search = defineSearch(program, model, { rows: 2, source: 4, beam: 3, longest: 19, writing }, engine);
    const options = { lengthPenalty: () => 1, coverage: 0, best: 3 };
    const batch = { limits, read: () => ({ source }) };
    const found = beamSearch(program, search, batch, options);
    // Once more: what the first search left must not show.
    assert.deepEqual(beamSearch(program, search, batch, options), found);
    const shape = { rows: 2, source: 4, target: 20 };
    defineExplanation(program, model, shape);
    for (const rank of [0, 1, 2]) {
      const target = new Int32Array(2 * shape.target);
      for (const row of [0, 1]) target.set([...idsOf(found, row, rank), special.eos], row * shape.target);
      const views = explainTokens(program, shape, { source }, target);
      for (const row of [0, 1]) {
        const { probabilities } = found[row]?.[rank] ?? { probabilities: [] };
        const { shortest, longest } = limits[row] as (typeof limits)[0];
        assert.ok(probabilities.length > shortest && probabilities.length <= longest + 1);
        for (const [at, probability] of probabilities.entries()) {
          const expected = Math.exp(views[row]?.[at]?.logProbability as number);
          assert.ok(Math.abs(probability - expected) < 1e-5, `${probability} is not ${expected} at ${at}`);
        }
      }
    }
    program.dispose();
  });
}

const idsOf = (found: { ids: number[] }[][], row: number, rank: number): number[] => found[row]?.[rank]?.ids ?? [];
