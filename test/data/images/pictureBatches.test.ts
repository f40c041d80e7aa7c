import assert from 'node:assert/strict';
import { test } from 'node:test';
import { augmented } from '../../../src/data/images/augment.ts';
import { measureNormalisation, normalised } from '../../../src/data/images/normalisation.ts';
import {
  evaluationPictures,
  PictureBatcher,
  type PictureBatchesTask,
  pictureOrder,
  pictureShapes,
  prefetchPictures,
} from '../../../src/data/images/pictureBatches.ts';
import { type PictureSet, sharedPixels } from '../../../src/data/images/pictureSet.ts';

/** 23 pictures of 5 × 4 pixels, no two alike, of four classes of which the last has one picture. */
const count = 23;
const shape = { height: 5, width: 4, channels: 2 };
const set: PictureSet = {
  shape,
  pixels: sharedPixels(count * 40),
  labels: Int32Array.from({ length: count }, (_, at) => (at === 22 ? 3 : at % 3)),
  names: Array.from({ length: count }, (_, at) => `picture ${at}`),
};
set.pixels.forEach((_, at) => {
  set.pixels[at] = (at * 37 + Math.floor(at / 40) * 11) % 256;
});
const plain = { mean: [0, 0], deviation: [1 / 255, 1 / 255] };

const task: PictureBatchesTask = {
  ...{ set, rows: 8, partners: true, seed: 5, fromEpoch: 0, fromIndex: 0 },
  augment: { crop: 2, flip: true, normalisation: measureNormalisation(set) },
};

test('shapes are those of the batches: each picture once an epoch, in another order each', () => {
  assert.deepEqual(
    pictureShapes(count, 8).map(({ rows }) => rows),
    [8, 7],
  );
  assert.deepEqual(
    pictureShapes(16, 8).map(({ rows }) => rows),
    [8],
  );
  assert.deepEqual(
    pictureShapes(3, 8).map(({ rows }) => rows),
    [3],
  );
  const [first, second] = [0, 1].map((epoch) => pictureOrder(count, 8, 5, epoch));
  assert.deepEqual(
    first!.map(({ length }) => length),
    [8, 8, 7],
  );
  for (const order of [first, second])
    assert.deepEqual(
      order!.flatMap((batch) => [...batch]).sort((a, b) => a - b),
      Array.from({ length: count }, (_, at) => at),
    );
  assert.notDeepEqual(first, second);
});

test('batches of the thread are those made in place, wherever training goes on', async () => {
  const batcher = new PictureBatcher(task);
  const expected = [0, 1].flatMap((epoch) =>
    pictureOrder(count, 8, 5, epoch).map((examples, index) => ({
      epoch,
      index,
      batch: batcher.batch(examples, epoch, index),
    })),
  );
  const whole = prefetchPictures(task);
  for (const placed of expected) assert.deepEqual(await whole.next(), placed);
  await whole.close();
  const resumed = prefetchPictures({ ...task, fromEpoch: 1, fromIndex: 2 });
  assert.deepEqual(await resumed.next(), expected[5]);
  await resumed.close();
});

test('another epoch, place or seed changes pictures in another way', () => {
  const examples = Int32Array.of(0, 1, 2, 3, 4);
  const made = (epoch: number, index: number, seed: number) =>
    new PictureBatcher({ ...task, seed }).batch(examples, epoch, index).features?.pictures;
  const first = made(0, 0, 5);
  for (const other of [made(1, 0, 5), made(0, 1, 5), made(0, 0, 6)]) assert.notDeepEqual(other, first);
});

/** Where the picture begins within a changed one, and whether it is mirrored; undefined where it is not the picture. */
function changeOf(changed: Float32Array, example: number, crop: number) {
  const pixel = (y: number, x: number, channel: number) =>
    y < 0 || x < 0 || y >= shape.height || x >= shape.width
      ? 0
      : set.pixels[example * 40 + (y * shape.width + x) * 2 + channel];
  for (let top = -crop; top <= crop; top++)
    for (let left = -crop; left <= crop; left++)
      for (const mirrored of [false, true]) {
        const same = changed.every((value, at) => {
          const [channel, x, y] = [at % 2, Math.floor(at / 2) % 4, Math.floor(at / 8)];
          return Math.abs(value - pixel(y + top, (mirrored ? 3 - x : x) + left, channel)!) < 1e-3;
        });
        if (same) return { top, left, mirrored };
      }
  return undefined;
}

test('a changed picture is a part of itself with black around it, mirrored or not; all changes are as likely', () => {
  const seen = new Map<string, number>();
  const mirrored = [0, 0];
  const rounds = 900;
  for (let index = 0; index < rounds; index++) {
    const by = { crop: 1, flip: true, normalisation: plain };
    const found = changeOf(augmented(set, [7], by, { seed: 1, epoch: 0, index }, 'test'), 7, 1);
    assert.ok(found, 'it is none of the changes that there are');
    const key = `${found.top} ${found.left}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    mirrored[found.mirrored ? 1 : 0]! += 1;
  }
  assert.equal(seen.size, 9);
  for (const times of [...seen.values()])
    assert.ok(Math.abs(times - rounds / 9) < 4 * Math.sqrt(rounds / 9), `${times}`);
  assert.ok(Math.abs(mirrored[1]! - rounds / 2) < 4 * Math.sqrt(rounds / 4), `${mirrored}`);
});

test('without changes a picture is only normalised', () => {
  const by = { crop: 0, flip: false, normalisation: task.augment.normalisation };
  const changed = augmented(set, [3, 9], by, { seed: 1, epoch: 0, index: 0 }, 'test');
  const expected = normalised(set, [3, 9], by.normalisation, 2);
  changed.forEach((value, at) => {
    assert.ok(Math.abs(value - (expected[at] as number)) < 1e-5);
  });
});

test('measured normalisation gives each channel the mean 0 and the deviation 1; a constant one stays', () => {
  const all = normalised(
    set,
    Array.from({ length: count }, (_, at) => at),
    measureNormalisation(set),
    count,
  );
  for (const channel of [0, 1]) {
    const values = all.filter((_, at) => at % 2 === channel);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    assert.ok(Math.abs(mean) < 1e-5 && Math.abs(variance - 1) < 1e-4, `${mean}, ${variance}`);
  }
  const black = { ...set, pixels: sharedPixels(40) };
  assert.deepEqual(measureNormalisation(black), { mean: [0, 0], deviation: [1, 1] });
});

test('partners are others of the same class, any of them; of a class of one it is the picture itself', () => {
  // Without changes, a partner's first value tells which picture it is.
  const batcher = new PictureBatcher({ ...task, augment: { crop: 0, flip: false, normalisation: plain } });
  const examples = Int32Array.from({ length: count }, (_, at) => at);
  const size = 40;
  const chosen = new Set<number>();
  for (let index = 0; index < 30; index++) {
    const { partnerPictures } = batcher.batch(examples, 0, index).features!;
    for (const example of examples) {
      const values = Array.from(partnerPictures!.subarray(example * size, (example + 1) * size), Math.round);
      const partner = examples.find((other) => values.every((value, at) => value === set.pixels[other * size + at]))!;
      assert.equal(set.labels[partner], set.labels[example]);
      assert.equal(partner === example, example === 22);
      if (example === 0) chosen.add(partner);
    }
  }
  assert.equal(chosen.size, 7, 'every other picture of the class');
});

test('evaluation has every picture once; rows without one have no class', () => {
  const batches = evaluationPictures(set, 10, plain);
  assert.deepEqual(
    batches.map(({ tokens, shape: { rows } }) => [tokens, rows]),
    [
      [10, 10],
      [10, 10],
      [3, 10],
    ],
  );
  assert.deepEqual(Array.from(batches[2]!.target), [2, 0, 3, -1, -1, -1, -1, -1, -1, -1]);
  const { pictures } = batches[2]!.features!;
  assert.ok(Math.abs(pictures![0]! - set.pixels[20 * 40]!) < 1e-3);
  assert.ok(pictures!.subarray(3 * 40).every((value) => value === 0));
});
