import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSpecialTokens } from '../../src/data/vocabularies/tokenTable.ts';
import { WordVocabulary } from '../../src/data/vocabularies/words.ts';
import { createEngine } from '../../src/engine/createEngine.ts';
import { silentProgress } from '../../src/engine/install/progress.ts';
import { translationModels } from '../../src/models/registry.ts';
import { objectiveVectors, runVectors } from '../../src/tasks/objectiveVectors.ts';
import { buildModel, type TrainedModel } from '../../src/tasks/trainedModel.ts';
import { UserError } from '../../src/userError.ts';

const { engine } = await createEngine({ engine: 'wasm', install: false, progress: silentProgress });
const vocabulary = (...words: string[]) => new WordVocabulary(withSpecialTokens(words));

/** A model of these target words whose weights count upwards from 0. */
function trained(...words: string[]): TrainedModel {
  const both = { source: vocabulary('ein'), target: vocabulary(...words) };
  const kind = 'attention-lstm';
  const sizes = translationModels[kind].parameters.parse({ embedding: 2, hidden: 4 });
  const model = buildModel({ kind, ...sizes }, both);
  const weights = model.parameters.map(({ name, shape }) => {
    const count = shape.reduce((product, side) => product * side, 1);
    return [name, { shape, values: Float32Array.from({ length: count }, (_, at) => at) }] as const;
  });
  return { ...both, model, weights: new Map(weights), manifest: {} as TrainedModel['manifest'] };
}

test("a run's target embeddings are taken by token", () => {
  const before = engine.tf.memory().numTensors;
  const { target } = { target: vocabulary('dog', 'bird', 'a') };
  const { size, values, present } = runVectors(trained('a', 'cat', 'dog'), target.tokens, engine);
  assert.equal(size, 2);
  assert.deepEqual([...present], [0, 0, 0, 0, 1, 0, 1]);
  assert.deepEqual([...values.subarray(8)], [12, 13, 0, 0, 8, 9]);
  assert.equal(engine.tf.memory().numTensors, before, 'nothing is left behind');
});

test('vectors come from the data, from a run, or from nowhere', async () => {
  const vectors = { size: 1, values: Float32Array.of(0, 0, 0, 0, 5), present: Uint8Array.of(0, 0, 0, 0, 1) };
  const data = { target: vocabulary('dog'), vectors };
  const from = { folder: '/none', engine };
  assert.equal(await objectiveVectors('data', data, from), vectors);
  assert.equal(await objectiveVectors(undefined, data, from), undefined);
  await assert.rejects(
    objectiveVectors({ run: 'runs/a' }, data, from),
    (error) => error instanceof UserError && /\/none\/runs\/a is no run folder/.test(error.message),
  );
});
