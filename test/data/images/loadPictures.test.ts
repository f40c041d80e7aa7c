import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { encode } from 'fast-png';
import { loadPictures, picturesFingerprint } from '../../../src/data/images/loadPictures.ts';
import { type ClassificationDataSpec, classificationData } from '../../../src/experiment/data/classification.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder();
const options = { folder: folder.path };
const spec = (data: object): ClassificationDataSpec => classificationData.parse(data);
const shapes = (pictures: number, seed: number, size = 8) => ({ generate: 'shapes', pictures, size, seed });

/** A grey picture of one pixel in a class's folder. */
function picture(path: string, value: number): void {
  const parts = path.split('/').slice(0, -1);
  mkdirSync([folder.path, ...parts].join('/'), { recursive: true });
  folder.write(path, encode({ width: 1, height: 1, data: Uint8Array.of(value), channels: 1 }));
}
const images = (name: string) => ({ format: 'images', folder: name, channels: 1 });

test('a share of the training pictures is held out, the same ones each time', async () => {
  const data = spec({ train: shapes(40, 1), valid: { share: 0.25, seed: 3 } });
  const { sets } = await loadPictures(data, options);
  assert.deepEqual([sets.train.names.length, sets.valid.names.length, sets.test], [30, 10, undefined]);
  assert.equal(new Set([...sets.train.names, ...sets.valid.names]).size, 40);
  assert.deepEqual((await loadPictures(data, options)).sets.valid, sets.valid);
  const other = await loadPictures(spec({ train: shapes(40, 1), valid: { share: 0.25, seed: 4 } }), options);
  assert.notDeepEqual(other.sets.valid.names, sets.valid.names);
});

test('classes are those of the training pictures, by name; others are told', async () => {
  for (const [path, value] of [
    ['a/cat/1.png', 1],
    ['a/hot dog/1.png', 2],
    ['b/hot dog/2.png', 3],
    ['c/bird/1.png', 4],
  ] as const)
    picture(path, value);
  const { sets, classes } = await loadPictures(spec({ train: images('a'), valid: images('b') }), options);
  assert.deepEqual([classes, Array.from(sets.valid.labels)], [['cat', 'hot_dog'], [1]]);
  await rejects(
    loadPictures(spec({ train: images('a'), valid: images('c') }), options),
    /valid: bird\/1\.png is of the class bird, of which there is no training picture/,
  );
  await rejects(
    loadPictures(spec({ train: images('b'), valid: images('b') }), options),
    /all training pictures are of one class/,
  );
});

test('what does not fit together is told', async () => {
  const load = (data: object) => loadPictures(spec(data), options);
  await rejects(load({ train: shapes(9, 1), valid: shapes(9, 1) }), /train and valid have the same seed, 1/);
  await rejects(
    load({ train: shapes(9, 1), valid: shapes(9, 2, 9) }),
    /of valid are 9 × 9 × 3, those of train 8 × 8 × 3/,
  );
  await rejects(load({ train: shapes(9, 1), valid: { share: 0.01 } }), /of 9 pictures it leaves none to measure/);
  await rejects(
    load({ train: shapes(60, 1), valid: { share: 0.5 }, classes: ['a', 'b'] }),
    /has 2 names.* of 5 classes/,
  );
  await rejects(
    load({ train: shapes(60, 1), valid: { share: 0.5 }, classes: ['a', 'b', 'a', 'c', 'd'] }),
    /names a twice/,
  );
  const normalise = { mean: [0.5], deviation: [0.5] };
  await rejects(
    load({ train: shapes(60, 1), valid: { share: 0.5 }, normalise }),
    /mean has 1 numbers, the pictures 3 channels/,
  );
});

test('the fingerprint follows bytes, classes and settings, and no paths', async () => {
  const of = (data: object) => picturesFingerprint(spec(data), options);
  picture('one/cat/1.png', 1);
  picture('one/dog/1.png', 2);
  picture('two/cat/1.png', 1);
  picture('two/dog/1.png', 2);
  picture('three/dog/1.png', 1);
  picture('three/cat/1.png', 2);
  const valid = { share: 0.5 };
  const first = await of({ train: images('one'), valid });
  assert.equal(await of({ train: images('two'), valid }), first);
  assert.notEqual(await of({ train: images('three'), valid }), first);
  assert.notEqual(await of({ train: { ...images('one'), size: 2 }, valid }), first);
  assert.notEqual(await of({ train: images('one'), valid: { share: 0.4 } }), first);
  assert.notEqual(await of({ train: images('one'), valid, classes: ['x', 'y'] }), first);
  assert.equal(
    await of({ train: images('one'), valid, augment: { flip: true } }),
    first,
    'augmentation is a setting of the run',
  );
});
