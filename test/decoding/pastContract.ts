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
const sources = [
  { ids: [4, 5, 7], shortest: 17, longest: 19 },
  { ids: [6, 9], shortest: 3, longest: 10 },
  { ids: [4], shortest: 24, longest: 33 },
  { ids: [5, 5, 8], shortest: 1, longest: 2 },
  { ids: [10, 11], shortest: 30, longest: 33 },
  { ids: [12, 4, 6], shortest: 9, longest: 12 },
];
const longest = 33;
/** Of the shape, and of what is encoded: narrower, that what is beside it shows if it is looked at. */
const [width, positions] = [6, 4];

const batches = sources.map(({ ids, ...limits }, member) => ({
  ...{ members: [member], positions, limits: [limits], beside: { positions: width, longest } },
  read: () => ({ source: padded(ids, positions) }),
}));

const padded = (ids: readonly number[], length: number): Int32Array =>
  Int32Array.from({ length }, (_, at) => ids[at] ?? (at === ids.length ? special.eos : special.pad));

/**
 * A search whose past fills several blocks, with hypotheses that change places in the beam, and more sources than rows:
 * each takes the place of one that is done.
 */
export function pastContract(label: string, { engine, createProgram }: LoadedEngine): void {
  test(`${label}: a hypothesis has the probabilities that its tokens have all at once`, () => {
    const program = createProgram();
    const values = weightValues(model.parameters);
    for (const { name, shape } of model.parameters)
      program.declare({ name, shape, dtype: 'float32' }, values.get(name)?.map((value) => value / 2) as Float32Array);
    const writing = { unknown: 'never', repetitionPenalty: 1, ngramBlock: 0 } as const;
    const shape = { rows: 2, taken: 1, source: width, beam: 3, longest, writing };
    const search = defineSearch(program, model, shape, engine);
    const options = { lengthPenalty: () => 1, coverage: 0, best: 3 };
    const found = beamSearch(program, search, batches, options);
    // Once more: what the first search left must not show.
    assert.deepEqual(beamSearch(program, search, batches, options), found);
    const all = { rows: sources.length, source: positions, target: longest + 1 };
    defineExplanation(program, model, all);
    const source = Int32Array.from(sources.flatMap(({ ids }) => [...padded(ids, positions)]));
    for (const rank of [0, 1, 2]) {
      const idsOf = (member: number) => found.get(member)?.[rank]?.ids ?? [];
      const target = Int32Array.from(sources.flatMap((_, member) => [...padded(idsOf(member), longest + 1)]));
      const views = explainTokens(program, all, { source }, target);
      for (const [member, limits] of sources.entries()) {
        const { probabilities } = found.get(member)?.[rank] ?? { probabilities: [] };
        assert.ok(probabilities.length > limits.shortest && probabilities.length <= limits.longest + 1);
        for (const [at, probability] of probabilities.entries()) {
          const expected = Math.exp(views[member]?.[at]?.logProbability as number);
          assert.ok(Math.abs(probability - expected) < 1e-5, `${probability} is not ${expected} at ${at}`);
        }
      }
    }
    program.dispose();
  });
}
