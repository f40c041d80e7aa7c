import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawScene } from '../../../src/data/captioning/scenes/drawScene.ts';
import { colours, makeScene } from '../../../src/data/captioning/scenes/scene.ts';
import { scenePictures, scenesFeatures } from '../../../src/data/captioning/scenes/scenePictures.ts';

const spec = { train: 40, valid: 5, test: 5, seed: 3 };

test('pictures of a seed are the same whenever they are made, and the first of more', () => {
  const made = scenePictures(spec);
  assert.deepEqual(scenePictures(spec), made);
  assert.deepEqual(scenePictures({ ...spec, train: 60 }).slice(0, 40), made.slice(0, 40));
  assert.notDeepEqual(scenePictures({ ...spec, seed: 4 }), made);
  assert.deepEqual(
    made.map(({ set }) => set),
    [...Array(40).fill('train'), ...Array(5).fill('valid'), ...Array(5).fill('test')],
  );
});

test('five captions of a picture vary, and all of them name its colours', () => {
  const pictures = scenePictures(spec);
  const different = pictures.map(({ captions }) => new Set(captions.map(({ raw }) => raw)).size);
  assert.ok(different.reduce((sum, count) => sum + count) > 4.5 * pictures.length);
  pictures.slice(0, 40).forEach(({ captions }, number) => {
    const { first, second } = makeScene(spec.seed, `train ${number}`);
    assert.equal(captions.length, 5);
    for (const { raw, tokens } of captions) {
      assert.match(raw, /^[A-Z][a-z ]+\.$/);
      assert.equal(tokens.join(' '), raw.toLowerCase().slice(0, -1));
      assert.ok(tokens.includes(first.colour) && tokens.includes(second.colour), raw);
    }
  });
});

test('a picture has its two things where the captions say they are', () => {
  for (let number = 0; number < 40; number++) {
    const scene = makeScene(spec.seed, `train ${number}`);
    const { width, height, data } = drawScene(scene);
    assert.equal(data.length, width * height * 3);
    const centre = (colour: keyof typeof colours) => {
      const own = Array.from({ length: width * height }, (_, pixel) => pixel).filter((pixel) =>
        colours[colour].every((value, channel) => data[3 * pixel + channel] === value),
      );
      assert.ok(own.length > 15, `${own.length} pixels of ${colour}`);
      const mean = (of: (pixel: number) => number) => own.reduce((sum, pixel) => sum + of(pixel), 0) / own.length;
      return { x: mean((pixel) => pixel % width), y: mean((pixel) => Math.floor(pixel / width)) };
    };
    const [first, second] = [centre(scene.first.colour), centre(scene.second.colour)];
    const holds = {
      left: first.x < second.x,
      right: first.x > second.x,
      above: first.y < second.y,
      below: first.y > second.y,
    };
    assert.ok(holds[scene.relation], JSON.stringify(scene));
  }
});

test('features say what stands where, and are finite and of one size', () => {
  const { tables } = scenesFeatures(spec);
  const { fc, regions } = tables as Record<'fc' | 'regions', { shape: number[]; features: Float32Array }>;
  assert.deepEqual([fc.shape, regions.shape], [[42], [36, 13]]);
  assert.equal(fc.features.length, 50 * 42);
  assert.equal(regions.features.length, 50 * 36 * 13);
  for (const values of [fc.features, regions.features]) assert.ok(values.every((value) => value >= 0 && value < 4));
  const names = Object.keys(colours);
  for (let number = 0; number < 40; number++) {
    const scene = makeScene(spec.seed, `train ${number}`);
    const own = fc.features.subarray(number * 42, (number + 1) * 42);
    const [first, second] = [scene.first, scene.second].map(({ colour }) => names.indexOf(colour) * 6) as [
      number,
      number,
    ];
    assert.equal(own.filter((_, at) => at % 6 === 0).filter((area) => area > 0).length, 2, 'two colours are there');
    const along = scene.relation === 'left' || scene.relation === 'right' ? 1 : 2;
    const isBefore = scene.relation === 'left' || scene.relation === 'above';
    assert.equal(own[first + along]! < own[second + along]!, isBefore);
  }
});
