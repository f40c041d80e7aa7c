import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { captioningFingerprint } from '../../../src/data/captioning/captioningFingerprint.ts';
import { jsonErrorPosition } from '../../../src/data/captioning/jsonErrorPosition.ts';
import { readKarpathy } from '../../../src/data/captioning/karpathy.ts';
import { loadCaptioningData } from '../../../src/data/captioning/loadCaptioningData.ts';
import { corpusOf } from '../../../src/data/corpusOf.ts';
import { captioningData } from '../../../src/experiment/data/captioning.ts';
import { rejects } from '../rejects.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const folder = resolve('test/fixtures/features');
const pictures = { captions: 'captions.json', fc: { file: 'single.npy' } };
const spec = (changes: object = {}, ofPictures: object = {}) =>
  captioningData.parse({ minimumCount: 1, maxLength: 5, ...changes, pictures: { ...pictures, ...ofPictures } });

test('pictures with all that was said of them; captions are cut, references are not', async () => {
  const { sets, target, report, features } = await loadCaptioningData(spec(), { folder });
  const { train, valid, test: none } = sets;
  assert.equal(none, undefined);
  assert.deepEqual(train.pictures, [0, 2]);
  assert.deepEqual(train.captions[0], ['A man riding a bike.', 'A man on a bike, in the street', 'a bike']);
  assert.deepEqual(
    train.sources.map(([picture]) => picture),
    [0, 0, 0, 2, 2],
  );
  assert.equal(target.decode(train.targets[1] as Int32Array), 'a man on a bike');
  assert.equal(train.references[1], 'A man on a bike, in the street');
  assert.deepEqual(train.sourceTexts.slice(2, 4), ['COCO_val2014_000000391895.jpg', 'b.c.jpg']);
  assert.equal(valid.targets.map((ids) => target.decode(ids)).join(), '<unk> <unk>,<unk> <unk> <unk> <unk>');
  assert.deepEqual(report.train, { pictures: 2, captions: 5, truncated: 1, words: 19, unknown: 0 });
  assert.deepEqual(features.tables.fc?.shape, [4]);
});

test('all captions of a picture are references of each other', async () => {
  const { sets, target } = await loadCaptioningData(spec(), { folder });
  const corpus = corpusOf(sets.train, target.tokens);
  assert.deepEqual(corpus.references(1), sets.train.targets.slice(0, 3));
  assert.deepEqual(corpus.references(4), sets.train.targets.slice(3));
  assert.equal(corpus.documents().size, 2);
});

test('rare words are unknown, and the first captions of a picture are trained on where that is asked for', async () => {
  const { sets, target } = await loadCaptioningData(spec({ minimumCount: 2, captionsPerPicture: 2 }), { folder });
  assert.deepEqual(target.tokens.slice(4), ['a', 'bike', 'car', 'man']);
  assert.equal(sets.train.targets.length, 4);
  assert.equal(sets.train.captions[0]?.length, 3);
  const more = await loadCaptioningData(spec({}, { restval: 'train' }), { folder });
  assert.deepEqual(more.sets.train.pictures, [0, 1, 3]);
});

test('the fingerprint changes with files and with settings, not with paths', async () => {
  const of = (changes: object = {}, ofPictures: object = {}) =>
    captioningFingerprint(spec(changes, ofPictures), { folder });
  const first = await of();
  assert.equal(await captioningFingerprint(spec({}, { captions: join(folder, 'captions.json') }), { folder }), first);
  const others = [
    await of({ maxLength: 6 }),
    await of({}, { normalise: false }),
    await of({}, { fc: { file: 'half.npy' } }),
    await of({}, { fc: { files: 'each/{id}.npy' } }),
    await of({}, { restval: 'train' }),
    await of({ vectors: { train: 'glove', size: 4 } }),
  ];
  assert.equal(new Set([first, ...others]).size, others.length + 1);
});

test('what is wrong with a captions file is told with its place', async () => {
  const { write } = temporaryFolder();
  const good = readFileSync(join(folder, 'captions.json'), 'utf8');
  const changed = (from: string, to: string) => readKarpathy(write('bad.json', good.replace(from, to)), 'skip');
  await rejects(changed('"split": "val"', '"split": "dev"'), /bad.json: images\[2\]\.split: /);
  await rejects(changed('"tokens": [', '"token": ['), /images\[0\]\.sentences\[0\]\.tokens: /);
  await rejects(changed('"images"', '"pictures"'), /it is no captions file: it has no list `images`/);
  await rejects(changed('"imgid": 0,\n', '"imgid": 0\n'), /bad.json:7:4: it is no JSON \(byte 105\)/, 7);
  await rejects(readKarpathy('absent.json', 'skip'), /no such file/);
  const untested = spec({}, { captions: write('untested.json', good.replaceAll('"val"', '"test"')) });
  await rejects(loadCaptioningData(untested, { folder }), /there are no pictures of the set valid/);
});

test('where a text stops being JSON', () => {
  const places: [string, number][] = [
    ['{"a": [1, -2.5e3, true, null, "x\\u00e9"], "b": {}}', 50],
    ['{"a": }', 6],
    ['{"a": 1,}', 8],
    ['[1, 2', 5],
    ['[1 2]', 3],
    ['{1: 2}', 1],
    ['[1]]', 3],
    ['{"a": [}', 7],
    ['["a\nb"]', 1],
    ['[01]', 2],
    ['  nul', 2],
  ];
  for (const [text, place] of places) assert.equal(jsonErrorPosition(text), place, text);
});
