import assert from 'node:assert/strict';
import { test } from 'node:test';
import { special } from '../../src/data/batch.ts';
import { makeBatch, trainingOrder } from '../../src/data/batches.ts';
import { planShapes } from '../../src/data/buckets.ts';
import { corpusOf } from '../../src/data/corpusOf.ts';
import { batchFinisher } from '../../src/data/finishBatch.ts';
import { partnersOf } from '../../src/data/partners.ts';
import { prefetchBatches } from '../../src/data/prefetch.ts';
import { RandomSequence } from '../../src/data/random.ts';
import { composeObjective } from '../../src/objective/objective.ts';
import { sequences, targets } from '../../src/objective/registry.ts';
import { randomPairs } from './randomPairs.ts';

const set = randomPairs(150);
const tokens = Array.from({ length: 104 }, (_, id) => `token${id}`);
const shapes = planShapes(set, { tokens: 200 }, 3);
const plans = trainingOrder(set, shapes, 9, 0);
const variant = {
  targets: { kind: 'cs-kd', ...targets['cs-kd'].parameters.parse({}) },
  sequences: { kind: 'hamming', ...sequences.hamming.parameters.parse({ temperature: 0.2, samples: 2 }) },
};
const objective = composeObjective(variant);
const finish = batchFinisher(objective, corpusOf(set, tokens));
const uniform = () => {
  const random = new RandomSequence(1, 'draws');
  return () => random.next();
};

test('an objective that asks for nothing leaves the batch as it is', () => {
  const batch = makeBatch(set, plans[0]!);
  assert.deepEqual(batchFinisher(composeObjective({}), corpusOf(set, tokens))(batch, uniform()), batch);
});

test('sequences are drawn where numbers are, and partners are those of what is trained on', () => {
  const batch = makeBatch(set, plans[0]!);
  const { rows, target: length } = batch.shape;
  const measured = finish(batch);
  assert.equal(measured.drawn, undefined, 'the loss is measured on the gold sequences');
  assert.deepEqual(measured.partners, partnersOf(batch.target, rows, length));
  const { drawn, partners } = finish(batch, uniform());
  assert.ok(drawn);
  assert.equal(drawn.target.length, 3 * rows * length);
  assert.deepEqual(drawn.target.subarray(0, rows * length), batch.target);
  assert.notDeepEqual(drawn.target.subarray(rows * length, 2 * rows * length), batch.target);
  assert.deepEqual(partners, partnersOf(drawn.target, 3 * rows, length));
  // Padding and ends of sentences stay where they are.
  for (const [at, id] of batch.target.entries()) {
    if (id !== special.pad && id !== special.eos) continue;
    for (const sample of [1, 2]) assert.equal(drawn.target[sample * rows * length + at], id);
  }
});

test('a resumed training draws what an unbroken one does, in the thread that makes batches', async () => {
  const request = { variant, tokens };
  const whole = prefetchBatches(set, shapes, 9, { fromEpoch: 0, fromIndex: 0 }, { request });
  const unbroken = [];
  for (let count = 0; count < plans.length + 3; count++) unbroken.push(await whole.next());
  await whole.close();
  assert.ok(unbroken.every(({ batch }) => batch.drawn && batch.partners));
  for (const from of [1, plans.length - 1, plans.length + 1]) {
    const [fromEpoch, fromIndex] = [Math.floor(from / plans.length), from % plans.length];
    const resumed = prefetchBatches(set, shapes, 9, { fromEpoch, fromIndex }, { request });
    for (const expected of unbroken.slice(from)) assert.deepEqual(await resumed.next(), expected);
    await resumed.close();
  }
  // The same examples are drawn for anew in the next epoch, and for another seed.
  const other = prefetchBatches(set, shapes, 10, { fromEpoch: 0, fromIndex: 0 }, { request });
  assert.notDeepEqual((await other.next()).batch.drawn, unbroken[0]?.batch.drawn);
  await other.close();
});
