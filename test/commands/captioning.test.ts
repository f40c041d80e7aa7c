import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { scenePictures, scenesFeatures } from '../../src/data/captioning/scenes/scenePictures.ts';
import { bleu } from '../../src/metrics/bleu.ts';
import { referenceLists } from '../../src/metrics/referenceLists.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readTestHypotheses, referencesOf } from '../../src/runs/readTestHypotheses.ts';
import { runCli, temporaryFolder } from '../cli.ts';

const wasm = { SMOOTHING_LAB_ENGINE: 'wasm' };
const scenes = { train: 50, valid: 8, test: 10, seed: 2 };
const models = {
  'caption-lstm': '{ kind: caption-lstm, embedding: 16, hidden: 16, inputDropout: 0, dropout: 0 }',
  'top-down': '{ kind: top-down, embedding: 12, hidden: 12, attention: 6, inputDropout: 0 }',
};

function write(folder: string, model: string, variants: string): string {
  const file = join(folder, 'scenes.experiment.yaml');
  const text = `experiment: Few scenes
task: captioning
data:
  pictures: ${JSON.stringify({ generate: 'scenes', ...scenes })}
  minimumCount: 1
  vectors: { train: glove, size: 8, epochs: 5 }
model: ${model}
training: { learningRate: 0.02, batch: { sentences: 25 }, shapes: 1, steps: 12, seeds: [1] }
decoding: { beam: 2, maxLength: { factor: 1, plus: 0 } }
metrics: [bleu]
samples: 3
variants: ${variants}
`;
  writeFileSync(file, text);
  return file;
}

test('scenes are captioned, scored against all references, and captioned again from files of features', async () => {
  const folder = temporaryFolder();
  const file = write(folder, models['caption-lstm'], '{mle: {}, tokseq: tokseq-cider-Vrefs}');
  const ran = await runCli(['run', file], { env: wasm });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /\nmle .*\ntokseq /);
  const runs = await listRuns(join(folder, 'runs'));
  assert.equal(runs.length, 2);
  const [run] = runs as [string, string];
  const found = await readTestHypotheses(run);
  assert.equal(found.length, scenes.test);
  const pictures = scenePictures(scenes).filter(({ set }) => set === 'test');
  assert.deepEqual(
    found.map(referencesOf),
    pictures.map(({ captions }) => captions.map(({ raw }) => raw)),
  );
  const { state } = await readRunFolder(run);
  const { score } = bleu.score(
    found.map(({ text }) => text),
    referenceLists(found.map(referencesOf)),
    bleu.parameters.parse({}),
  );
  assert.ok(Math.abs((state.tested?.scores.bleu ?? Number.NaN) - score) < 1e-9);
  assert.ok((state.tested?.nll ?? 9) < 3.5, 'something was learned');
  const significance = await runCli(['compare', ...runs, '--significance', '--metric', 'bleu']);
  assert.equal(significance.code, 0, significance.stderr);

  const features = scenesFeatures(scenes).tables.fc?.features as Float32Array;
  const rows = features.subarray((scenes.train + scenes.valid) * 42);
  const fc = join(folder, 'fc.npy');
  writeFileSync(fc, npy([scenes.test, 42], rows));
  const decoded = await runCli(['decode', run, '--fc', fc], { env: wasm });
  assert.equal(decoded.code, 0, decoded.stderr);
  assert.deepEqual(
    decoded.stdout.trimEnd().split('\n'),
    found.map(({ text }) => text),
  );
  const none = await runCli(['decode', run], { env: wasm });
  assert.match(none.stderr, /this run says what is in pictures, and none are given/);
  writeFileSync(fc, npy([scenes.test, 41], rows.subarray(scenes.test)));
  const other = await runCli(['decode', run, '--fc', fc], { env: wasm });
  assert.match(other.stderr, /fc.npy: the fc of a picture have the shape \(41\), those of the run \(42\)/);
});

test('top-down attention is trained on what it says itself, and its variant previewed', async () => {
  const folder = temporaryFolder();
  const file = write(folder, models['top-down'], '{ss: ss-sample}');
  const ran = await runCli(['run', file], { env: wasm });
  assert.equal(ran.code, 0, ran.stderr);
  const [run] = await listRuns(join(folder, 'runs'));
  const { state } = await readRunFolder(run as string);
  assert.ok((state.tested?.nll ?? 9) < 4.5);
  const preview = await runCli(['preview', file, '--variant', 'ss']);
  assert.equal(preview.code, 0, preview.stderr);
});

test('a file of features that is broken ends the run, and is named', async () => {
  const folder = temporaryFolder();
  const file = write(folder, models['caption-lstm'], '{mle: {}}');
  const images = scenePictures({ train: 12, valid: 2, test: 1, seed: 1 }).map(({ set, captions }, at) => {
    writeFileSync(join(folder, `${at}.npy`), npy([3], Float32Array.of(at, 1, 2)));
    const split = { train: 'train', valid: 'val', test: 'test' }[set];
    return { filename: `${at}.jpg`, cocoid: at, split, sentences: captions };
  });
  writeFileSync(join(folder, 'captions.json'), JSON.stringify({ images }));
  writeFileSync(join(folder, '5.npy'), npy([4], Float32Array.of(1, 2, 3, 4)));
  const pictures = '  pictures: { captions: captions.json, fc: { files: "{name}.npy" } }';
  writeFileSync(file, readFileSync(file, 'utf8').replace(/ {2}pictures: .*/, pictures));
  const ran = await runCli(['run', file], { env: wasm });
  assert.equal(ran.code, 1, ran.stderr);
  assert.match(ran.stderr, /5\.npy: fc of the picture 5\.jpg has the shape \(4\), the first picture's is \(3\)/);
});

/** An array as numpy.save writes it. */
function npy(shape: number[], values: Float32Array): Buffer {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
  const header = `${dictionary.padEnd(117)}\n`;
  const start = Buffer.from(`\u0093NUMPY\u0001\u0000v\u0000${header}`, 'latin1');
  return Buffer.concat([start, Buffer.from(values.slice().buffer)]);
}
