import assert from 'node:assert/strict';
import { readFileSync, truncateSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { FeatureReader } from '../../../src/data/captioning/features/featureReader.ts';
import { featureShapes, type PictureFeatures } from '../../../src/data/captioning/features/featureTable.ts';
import { openFeatures } from '../../../src/data/captioning/features/openFeatures.ts';
import { readKarpathy } from '../../../src/data/captioning/karpathy.ts';
import type { FeaturesSpec } from '../../../src/experiment/data/captioning.ts';
import { UserError } from '../../../src/userError.ts';
import { assertClose } from '../../ops/closeTo.ts';
import { readFixture } from '../../ops/fixtures.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = resolve('test/fixtures/features');
type Rows = number[][];
const expected = readFixture<
  Record<'fc' | 'normalised' | 'bytes' | 'means', Rows> & Record<'regions' | 'ragged', Rows[]>
>('features/expected.json');
const pictures = (await readKarpathy(join(folder, 'captions.json'), 'skip')).map(({ keys }) => keys);
const names = pictures.map(({ filename }) => filename);

const open = (kind: 'fc' | 'regions', spec: FeaturesSpec, most?: number) =>
  openFeatures(kind, spec, { folder, pictures, ...(most !== undefined && { most }) });

/** All pictures' features, and none for a row of −1. */
async function read(
  kind: 'fc' | 'regions',
  spec: FeaturesSpec,
  options: Partial<PictureFeatures> & { most?: number } = {},
) {
  const { most, ...rest } = options;
  const features = {
    tables: { [kind]: await open(kind, spec, most) },
    averages: false,
    normalise: false,
    names,
    ...rest,
  };
  const found: Record<string, Float32Array> = new FeatureReader(features).read([0, 1, 2, -1, 1]);
  return { shapes: featureShapes(features), fc: found.fc, regions: found.regions };
}

const rows = (of: Rows | Rows[]) => [
  ...of,
  (of[0] as number[]).map((row) => (Array.isArray(row) ? row.map(() => 0) : 0)),
  of[1],
];

for (const [name, spec] of Object.entries<FeaturesSpec>({
  'half.npy': { file: 'half.npy' },
  'single.npy': { file: 'single.npy' },
  'double.npy': { file: 'double.npy' },
  'an array of .npz': { file: 'rows.npz', array: 'fc' },
  'an array of .safetensors': { file: 'rows.safetensors', array: 'fc' },
  'files by id': { files: 'each/{id}.npy' },
}))
  test(`vectors of pictures: ${name}`, async () => {
    const { fc, shapes } = await read('fc', spec);
    assert.deepEqual(shapes, { fc: [4] });
    assert.deepEqual([...(fc as Float32Array)], rows(expected.fc).flat());
  });

test('vectors of bytes, and vectors of length 1', async () => {
  assert.deepEqual([...((await read('fc', { file: 'bytes.npy' })).fc as Float32Array)], rows(expected.bytes).flat());
  const { fc } = await read('fc', { file: 'single.npy' }, { normalise: true });
  assertClose(fc as Float32Array, rows(expected.normalised).flat() as number[], 'length 1');
});

for (const [name, spec] of Object.entries<FeaturesSpec>({
  'grids.npy': { file: 'grids.npy' },
  '.npz with an array for each id': { file: 'byId.npz' },
  'compressed .npz with an array for each name': { file: 'byName.npz' },
  '.safetensors with an array for each id': { file: 'byId.safetensors' },
}))
  test(`regions of pictures: ${name}`, async () => {
    const { regions, shapes } = await read('regions', spec);
    assert.deepEqual(shapes, { regions: [4, 4] });
    assert.deepEqual([...(regions as Float32Array)], rows(expected.regions).flat(2));
  });

test("without vectors of pictures, they are their regions' means", async () => {
  const { fc, shapes } = await read('regions', { file: 'grids.npy' }, { averages: true });
  assert.deepEqual(shapes, { fc: [4], regions: [4, 4] });
  assert.deepEqual([...(fc as Float32Array)], rows(expected.means).flat());
});

for (const [name, spec] of Object.entries<FeaturesSpec>({
  '.npz': { files: 'each/{id}.npz' },
  '.npz with several arrays': { files: 'each/{name}.two.npz', array: 'feat' },
  '.safetensors': { files: 'each/{filename}.safetensors' },
}))
  test(`different numbers of regions, a file each: ${name}`, async () => {
    const { regions, shapes } = await read('regions', spec, { most: 3 });
    assert.deepEqual(shapes, { regions: [3, 4] });
    assert.deepEqual([...(regions as Float32Array)], rows(expected.ragged).flat(2));
    await assert.rejects(read('regions', spec), /has the shape \(3, 4\), the first picture's is \(4, 4\)/);
  });

test('what is wrong with a file is told with its name', async () => {
  const cases: [FeaturesSpec, RegExp][] = [
    [{ file: 'fortran.npy' }, /fortran.npy: the file is stored column by column/],
    [{ file: 'big.npy' }, /numbers of type >f4, which is not read/],
    [{ file: 'complex.npy' }, /numbers of type <c8/],
    [{ file: 'absent.npy' }, /absent.npy: no such file/],
    [{ file: 'captions.json' }, /is no \.npy array: it does not begin with \\x93NUMPY \(byte 0\)/],
    [{ file: 'each/184613.npy' }, /the array has the shape \(4\); a row for each of the 4 pictures/],
    [{ file: 'squeezed.npz', array: 'fc' }, /the array fc is compressed/],
    [{ file: 'rows.npz', array: 'none' }, /rows.npz: there is no array none in it/],
    [{ file: 'rows.npz' }, /no array for 3 of 3 pictures, such as 391895 \(COCO_val2014_000000391895.jpg\)/],
    [{ file: 'rows.safetensors' }, /no array for 3 of 3 pictures/],
    [{ files: 'each/{id}.npx' }, /the features of 3 of 3 pictures are not there/],
    [{ files: 'each/{name}.two.npz' }, /there are 2 arrays in it\s.*feat, boxes/],
    [{ files: 'each/{id}.npz', array: 'none' }, /there is no array in it|no array none/],
  ];
  for (const [spec, message] of cases) await rejects(read('fc', spec), message);
  await rejects(read('regions', { file: 'single.npy' }), /the shape \(4\): a list or a grid of vectors is needed/);
});

test('a file that is cut, or that holds what is no number, is told when it is read', async () => {
  const { write, path } = temporaryFolder();
  const whole = readFileSync(join(folder, 'single.npy'));
  const cut = write('cut.npy', whole);
  const table = await openFeatures('fc', { file: cut }, { folder: path, pictures });
  truncateSync(cut, whole.length - 6);
  const reader = new FeatureReader({ tables: { fc: table }, averages: false, normalise: false, names });
  assert.throws(() => reader.read([2]), told(/cut.npy: it ends at byte 186; 6 more are needed/));
  await rejects(openFeatures('fc', { file: cut }, { folder: path, pictures }), /has 186 bytes; 192 are needed/);
  const broken = Buffer.from(whole);
  broken.writeFloatLE(Number.NaN, whole.length - 8);
  const file = write('nan.npy', broken);
  const other = await openFeatures('fc', { file }, { folder: path, pictures });
  const strict = new FeatureReader({ tables: { fc: other }, averages: false, normalise: false, names });
  assert.throws(() => strict.read([2]), told(/nan.npy: fc of the picture b.c.jpg is NaN at place 2/));
});

const told = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.describe(), message);
  return true;
};
