import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { encode as encodePng } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { decodePicture } from '../../../src/data/images/readers/decodePicture.ts';
import { pictureReaderOf } from '../../../src/data/images/readers/registry.ts';
import { squared } from '../../../src/data/images/readers/resizePicture.ts';
import type { LabelledPictures } from '../../../src/experiment/data/classification.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = temporaryFolder();

async function read(spec: LabelledPictures) {
  const reader = pictureReaderOf(spec);
  const files = reader.files(spec, folder.path);
  const paths = files.map(({ ref }) => (String(ref).startsWith('/') ? String(ref) : `${folder.path}/${ref}`));
  return await reader.read(spec, paths, files);
}

/** A record of CIFAR: labels, then all of red, of green and of blue. */
const record = (labels: number[], [red, green, blue]: [number, number, number], corner = red) => {
  const planes = [red, green, blue].flatMap((value) => new Array(1024).fill(value));
  planes[0] = corner;
  return Uint8Array.from([...labels, ...planes]);
};
const cifar = (files: string[]): LabelledPictures => ({ format: 'cifar-10', files, labels: 'fine' });

test('CIFAR-10: planes become pixels, files follow each other, plain or gz', async () => {
  folder.write('one.bin', Buffer.concat([record([3], [1, 2, 3], 9), record([0], [7, 7, 7])]));
  folder.write('two.bin.gz', gzipSync(record([9], [4, 5, 6])));
  const found = await read(cifar(['one.bin', 'two.bin.gz']));
  assert.deepEqual(found.shape, { height: 32, width: 32, channels: 3 });
  assert.deepEqual(Array.from(found.labels), [3, 0, 9]);
  assert.deepEqual(Array.from(found.pixels.subarray(0, 6)), [9, 2, 3, 1, 2, 3]);
  assert.deepEqual(Array.from(found.pixels.subarray(2 * 3072, 2 * 3072 + 3)), [4, 5, 6]);
  assert.deepEqual([found.classes[3], found.names[2]], ['cat', 'two.bin.gz 0']);
});

test('CIFAR-100: the fine label is the second byte, the coarse one the first', async () => {
  folder.write('hundred.bin', record([19, 99], [1, 2, 3]));
  const spec = (labels: 'fine' | 'coarse'): LabelledPictures => ({
    format: 'cifar-100',
    files: ['hundred.bin'],
    labels,
  });
  assert.deepEqual([(await read(spec('fine'))).labels[0], (await read(spec('coarse'))).labels[0]], [99, 19]);
  assert.equal((await read(spec('coarse'))).classes.length, 20);
});

test('CIFAR: a file cut short, of another kind, empty or broken is told with its place', async () => {
  const whole = Buffer.concat([record([1], [1, 1, 1]), record([10], [2, 2, 2])]);
  folder.write('cut.bin', whole.subarray(0, 4000));
  folder.write('label.bin', whole);
  folder.write('empty.bin', '');
  folder.write('broken.bin.gz', gzipSync(whole).subarray(0, 20));
  await rejects(read(cifar(['cut.bin'])), /cut\.bin: the file ends at byte 4000, within record 1 .*3073 bytes/);
  await rejects(
    read(cifar(['label.bin'])),
    /label\.bin: byte 3073, the label of record 1, is 10: there are 10 classes/,
  );
  await rejects(read(cifar(['empty.bin'])), /empty\.bin: the file is empty/);
  await rejects(read(cifar(['broken.bin.gz'])), /broken\.bin\.gz.* gzip file is broken/);
  await rejects(read(cifar(['missing.bin'])), /missing\.bin: no such file/);
});

const idxFile = (sides: number[], values: number[], type = 8) => {
  const head = Buffer.alloc(4 + 4 * sides.length);
  head[2] = type;
  head[3] = sides.length;
  sides.forEach((side, at) => {
    head.writeUInt32BE(side, 4 + 4 * at);
  });
  return Buffer.concat([head, Uint8Array.from(values)]);
};
const idx = (images: string, labels: string): LabelledPictures => ({ format: 'idx', images, labels });

test('IDX: grey pictures and, with a fourth size, coloured ones', async () => {
  folder.write('images', idxFile([2, 1, 3], [1, 2, 3, 4, 5, 6]));
  folder.write('colours.gz', gzipSync(idxFile([2, 1, 1, 3], [1, 2, 3, 4, 5, 6])));
  folder.write('labels.gz', gzipSync(idxFile([2], [4, 0])));
  const grey = await read(idx('images', 'labels.gz'));
  assert.deepEqual(grey.shape, { height: 1, width: 3, channels: 1 });
  assert.deepEqual(
    [Array.from(grey.pixels), Array.from(grey.labels)],
    [
      [1, 2, 3, 4, 5, 6],
      [4, 0],
    ],
  );
  assert.deepEqual(grey.classes, ['0', '1', '2', '3', '4']);
  assert.deepEqual((await read(idx('colours.gz', 'labels.gz'))).shape, { height: 1, width: 1, channels: 3 });
});

test('IDX: each way in which files do not fit is told with its byte', async () => {
  folder.write('images', idxFile([2, 1, 3], [1, 2, 3, 4, 5, 6]));
  folder.write('labels', idxFile([2], [4, 0]));
  folder.write('three', idxFile([3], [4, 0, 1]));
  folder.write('floats', idxFile([1], [0, 0, 0, 0], 0x0d));
  folder.write('short', idxFile([2, 1, 3], [1, 2, 3]));
  folder.write('text', 'no IDX at all');
  folder.write('headless', idxFile([2, 1, 3], []).subarray(0, 9));
  await rejects(read(idx('labels', 'images')), /labels: byte 3: the file has 1 sizes; pictures have 3/);
  await rejects(read(idx('images', 'images')), /images: byte 3: the file has 3 sizes; labels have 1/);
  await rejects(read(idx('images', 'three')), /three: byte 4: there are 3 labels, but 2 pictures/);
  await rejects(read(idx('images', 'floats')), /floats: byte 2: values are of type 0x0d/);
  await rejects(
    read(idx('short', 'labels')),
    /short: the file has 19 bytes; by its sizes, 2 × 1 × 3, it should have 22/,
  );
  await rejects(read(idx('text', 'labels')), /text: byte 0: an IDX file begins with two bytes of 0/);
  await rejects(read(idx('headless', 'labels')), /headless: the file ends at byte 9, before the 3 sizes/);
});

const rgb = (width: number, height: number, at: (x: number, y: number) => number[]) =>
  Uint8Array.from(Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width))).flat());

test('PNG: every kind of pixel comes as grey or as red, green and blue', () => {
  const png = (data: Uint8Array | Uint16Array, channels: number, depth: 8 | 16 = 8) =>
    decodePicture('p.png', encodePng({ width: 2, height: 1, data, channels, depth }), 3);
  assert.deepEqual(Array.from(png(Uint8Array.of(1, 2, 3, 40, 50, 60), 3).data), [1, 2, 3, 40, 50, 60]);
  assert.deepEqual(Array.from(png(Uint8Array.of(7, 200), 1).data), [7, 7, 7, 200, 200, 200]);
  assert.deepEqual(Array.from(png(Uint8Array.of(100, 0, 100, 255), 2).data), [0, 0, 0, 100, 100, 100]);
  assert.deepEqual(Array.from(png(Uint8Array.of(9, 8, 7, 255, 90, 80, 70, 0), 4).data), [9, 8, 7, 0, 0, 0]);
  assert.deepEqual(Array.from(png(Uint16Array.of(65535, 257), 1, 16).data), [255, 255, 255, 1, 1, 1]);
  const grey = decodePicture(
    'p.png',
    encodePng({ width: 1, height: 1, data: Uint8Array.of(255, 0, 0), channels: 3 }),
    1,
  );
  assert.deepEqual([grey.channels, Array.from(grey.data)], [1, [76]]);
});

test('JPEG: pixels are nearly those that were encoded', () => {
  const data = rgb(16, 16, (x) => (x < 8 ? [200, 30, 40, 255] : [20, 180, 60, 255]));
  const { data: bytes } = encodeJpeg({ width: 16, height: 16, data }, 95);
  const found = decodePicture('p.jpg', bytes, 3);
  assert.deepEqual([found.width, found.height, found.channels], [16, 16, 3]);
  for (const [pixel, colour] of [
    [0, [200, 30, 40]],
    [15, [20, 180, 60]],
  ] as const)
    colour.forEach((value, channel) => {
      assert.ok(
        Math.abs((found.data[pixel * 3 + channel] as number) - value) < 8,
        `${found.data[pixel * 3 + channel]}`,
      );
    });
});

test('pictures that are none, damaged or absurdly large are told, whatever their bytes are', () => {
  const bytes = encodePng({ width: 4, height: 4, data: rgb(4, 4, () => [1, 2, 3]), channels: 3 });
  const refused = (given: Uint8Array, message: RegExp) =>
    assert.throws(() => decodePicture('bad.png', given, 3), { name: 'UserError', message });
  refused(Uint8Array.of(1, 2, 3), /byte 0: this is neither PNG nor JPEG/);
  refused(bytes.slice(0, 40), /the PNG is damaged/);
  refused(bytes.slice(0, 10), /the PNG is damaged: it ends at byte 10/);
  const flipped = bytes.slice();
  flipped[45]! ^= 255;
  refused(flipped, /the PNG is damaged/);
  const huge = bytes.slice();
  huge.set([0, 1, 0, 0, 0, 1, 0, 0], 16);
  refused(huge, /would have 4295 megapixels/);
  refused(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), /the JPEG is damaged/);
  for (let at = 0; at < 300; at++) {
    const mutated = bytes.slice();
    mutated[8 + ((at * 7) % (bytes.length - 8))] = (at * 31) % 256;
    try {
      decodePicture('bad.png', mutated, 3);
    } catch (error) {
      assert.equal((error as Error).name, 'UserError');
    }
  }
});

test('scaling keeps means, and takes the middle of what is not square', () => {
  const wide = { width: 8, height: 4, channels: 1, data: Uint8Array.from({ length: 32 }, (_, i) => (i % 8) * 10) };
  assert.deepEqual(Array.from(squared(wide, 2).data), [25, 45, 25, 45]);
  const grown = squared({ width: 2, height: 2, channels: 1, data: Uint8Array.of(0, 100, 0, 100) }, 4);
  assert.deepEqual(Array.from(grown.data.subarray(0, 4)), [0, 25, 75, 100]);
  assert.equal(squared(wide, 8).data.length, 64);
});

test('a folder of folders: classes by name, pictures of one size or scaled, each bad file told', async () => {
  const picture = (width: number, height = width) =>
    encodePng({ width, height, data: rgb(width, height, () => [10, 20, 30]), channels: 3 });
  for (const name of ['set', 'set/dog', 'set/cat', 'none', 'none/empty']) mkdirSync(`${folder.path}/${name}`);
  folder.write('set/dog/b.png', picture(4));
  folder.write('set/cat/a.PNG', picture(4));
  folder.write('set/cat/notes.txt', 'not a picture');
  folder.write('set/cat/.hidden.png', 'nor this');
  const images = (name: string, more: object = {}): LabelledPictures => ({
    format: 'images',
    folder: name,
    channels: 3,
    ...more,
  });
  const found = await read(images('set'));
  assert.deepEqual(
    [found.classes, found.names],
    [
      ['cat', 'dog'],
      ['cat/a.PNG', 'dog/b.png'],
    ],
  );
  assert.deepEqual([Array.from(found.labels), found.shape.width], [[0, 1], 4]);
  folder.write('set/dog/c.png', picture(6, 5));
  await rejects(read(images('set')), /c\.png: the picture has 6 × 5 pixels, and .*a\.PNG has 4 × 4\s+Set `size`/);
  assert.deepEqual((await read(images('set', { size: 3 }))).shape, { height: 3, width: 3, channels: 3 });
  folder.write('set/dog/d.jpg', 'text');
  await rejects(read(images('set', { size: 3 })), /d\.jpg: byte 0: this is neither PNG nor JPEG/);
  await rejects(read(images('none')), /none: the folder has no subfolder with PNG or JPEG files/);
  await rejects(read(images('absent')), /absent: no such file/);
});

test('generated shapes are a function of their settings, all classes among them', async () => {
  const shapes = (seed: number): LabelledPictures => ({ generate: 'shapes', pictures: 60, size: 12, seed });
  const [first, again, other] = [await read(shapes(1)), await read(shapes(1)), await read(shapes(2))];
  assert.deepEqual(first.pixels, again.pixels);
  assert.notDeepEqual(first.pixels, other.pixels);
  assert.equal(new Set(first.labels).size, first.classes.length);
});
