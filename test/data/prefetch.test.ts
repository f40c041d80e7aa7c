import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeBatch, trainingOrder } from '../../src/data/batches.ts';
import { planShapes } from '../../src/data/buckets.ts';
import { packPairs, unpackPairs } from '../../src/data/packedPairs.ts';
import { prefetchBatches } from '../../src/data/prefetch.ts';
import { randomPairs } from './randomPairs.ts';

const set = randomPairs(150);
const shapes = planShapes(set, { tokens: 200 }, 3);

test('pairs survive packing into shared memory', () => {
  assert.deepEqual(unpackPairs(packPairs(set)), set);
});

test('batches of the thread are those made in place, over the ends of epochs', async () => {
  const batches = prefetchBatches(set, shapes, 9, { fromEpoch: 0, fromIndex: 0 });
  for (let epoch = 0; epoch < 3; epoch++) {
    for (const [index, plan] of trainingOrder(set, shapes, 9, epoch).entries()) {
      assert.deepEqual(await batches.next(), { epoch, index, batch: makeBatch(set, plan) });
    }
  }
  await batches.close();
});

test('a resumed training goes on at its place', async () => {
  const order = trainingOrder(set, shapes, 9, 5);
  const batches = prefetchBatches(set, shapes, 9, { fromEpoch: 5, fromIndex: order.length - 1 });
  const last = await batches.next();
  assert.deepEqual(last, { epoch: 5, index: order.length - 1, batch: makeBatch(set, order[order.length - 1]) });
  assert.deepEqual([(await batches.next()).epoch, (await batches.next()).index], [6, 1]);
  await batches.close();
});

test('several are asked for at once and come in order', async () => {
  const batches = prefetchBatches(set, shapes, 9, { fromEpoch: 0, fromIndex: 0 });
  const placed = await Promise.all(Array.from({ length: 12 }, () => batches.next()));
  const perEpoch = trainingOrder(set, shapes, 9, 0).length;
  assert.deepEqual(
    placed.map(({ epoch, index }) => epoch * perEpoch + index),
    Array.from({ length: 12 }, (_, index) => index),
  );
  await batches.close();
});

test('an error of the thread arrives at whoever waits, then and later', async () => {
  const tooSmall = [{ rows: 1, source: 2, target: 2 }];
  const batches = prefetchBatches(set, tooSmall, 9, { fromEpoch: 0, fromIndex: 0 });
  await assert.rejects(batches.next(), /no shape holds example 0/);
  await assert.rejects(batches.next(), /no shape holds example 0/);
  await batches.close();
  const empty = prefetchBatches({ sources: [], targets: [] }, shapes, 9, { fromEpoch: 0, fromIndex: 0 });
  await assert.rejects(empty.next(), /no examples/);
  await empty.close();
});

test('closing ends the thread and whoever waits', async () => {
  const batches = prefetchBatches(set, shapes, 9, { fromEpoch: 0, fromIndex: 0 });
  const waiting = Array.from({ length: 50 }, () => batches.next());
  const settled = Promise.allSettled(waiting);
  await batches.close();
  assert.equal((await settled).at(-1)?.status, 'rejected');
  await assert.rejects(batches.next(), /closed/);
  await batches.close();
});
