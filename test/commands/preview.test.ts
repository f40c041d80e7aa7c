import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Preview } from '../../src/preview/preview.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const folder = temporaryFolder();
const file = writeExperiment(folder, {
  variants:
    '{mle: {}, seq: {targets: label-smoothing, sequences: {kind: bleu-4, temperature: 0.3}, inputs: soft-argmax}}',
});
/** There is no engine: neither Python nor a compiler is found, and the cache is empty. */
const env = { PATH: '', SMOOTHING_LAB_CACHE: temporaryFolder(), SMOOTHING_LAB_PYTHON: undefined };

test('a variant is previewed without an engine', async () => {
  const { code, stdout, stderr } = await runCli(['preview', file, '--variant', 'seq'], { env });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^seq · Small · seed 1 · training text\n/);
  assert.match(stdout, /\nschedule +step 1 .*\n.*\ninputs alpha/);
  assert.match(stdout, /words replaced: [\d.]+ % \(closed form [\d.]+ %\)\neffective sample size: [\d.]+ %/);
  assert.match(stdout, /\ndrawn: [\d,]+ sequences for each of the \d+ sentences of a batch\n/);
  assert.match(stdout, /\ndistance +drawn +closed form\n/);
  assert.match(stdout, /\n {2}gold .*\n {10}\S+ → \S+ 90\.\d %, all others/);
  assert.match(stdout, /\n {2}sample .*\[.*\].*\n {10}distance \d+, reward [\d.]+, weight [\d.]+\n/);
  assert.equal(stdout.match(/^Example \d+$/gm)?.length, 3);
});

test('the same as JSON, of as many sentences of the wanted text as asked for', async () => {
  const args = ['preview', file, '--variant=seq', '--sentences=2', '--split=valid', '--seed=7', '--json'];
  const { code, stdout } = await runCli(args, { env });
  assert.equal(code, 0);
  const { variant, split, seed, samples } = JSON.parse(stdout) as Preview;
  assert.deepEqual(
    { variant, split, seed, count: samples.length },
    { variant: 'seq', split: 'valid', seed: 7, count: 4 },
  );
});

const pictures = `experiment: Shapes
task: classification
data: { train: { generate: shapes, pictures: 90, size: 8, seed: 1 }, valid: { share: 0.1, seed: 1 } }
model: { kind: resnet-18, width: 2 }
training: { learningRate: 0.1, batch: { examples: 9 }, epochs: 2 }
variants:
  ls: { targets: { kind: label-smoothing, epsilon: 0.3 }, weights: class-weights }
  labo: { targets: { kind: labo } }
`;

test('of pictures, each class is shown with the distribution that it is trained towards', async () => {
  const shapes = join(temporaryFolder(), 'shapes.experiment.yaml');
  writeFileSync(shapes, pictures);
  const { code, stdout, stderr } = await runCli(['preview', shapes, '--variant', 'ls', '--json'], { env });
  assert.equal(code, 0, stderr);
  const { samples, classes, over, wordValues, totalSteps } = JSON.parse(stdout) as Preview;
  assert.deepEqual([over, samples.length, totalSteps], ['classes', 3, 18]);
  for (const { text, tokens } of samples) {
    const [token, ...others] = tokens;
    assert.deepEqual([token?.text, others], [text, []]);
    const [gold] = token?.target ?? [];
    // q = (1 − ε)·onehot + ε·uniform
    assert.ok(gold?.text === text && Math.abs(gold.mass - (0.7 + 0.3 / classes)) < 1e-9, JSON.stringify(token));
  }
  assert.equal(wordValues[0]?.tokens.length, classes);
  const told = await runCli(['preview', shapes, '--variant', 'ls'], { env });
  assert.match(told.stdout, /^ls · Shapes · seed 1 · training pictures\n18 steps, 9 an epoch · \d+ classes\n/);
  assert.match(told.stdout, /\nclass +rank +count +weights classes\n/);
  assert.match(told.stdout, /\n {2}gold +(\S+)\n +\1 → \1 7\d\.\d %, all others/);
  const unknown = await runCli(['preview', shapes, '--variant', 'labo'], { env });
  assert.match(unknown.stdout, /\ntargets +labo .*\n.*\n +not shown: it depends on the model's own output/);
});

test('of a grid, the first member is previewed and named', async () => {
  const grid = writeExperiment(temporaryFolder(), {
    variants: '{ls: {targets: {kind: label-smoothing, epsilon: [0.3, 0.1]}}}',
  });
  const { code, stdout } = await runCli(['preview', grid], { env });
  assert.equal(code, 0);
  assert.match(stdout, /^ls epsilon=0\.3 · /);
});

test('what is wrong is said, and what to do', async () => {
  const failing = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCli(['preview', ...args], { env });
    assert.deepEqual([code, stdout], [2, '']);
    return stderr;
  };
  assert.match(await failing(), /preview takes one experiment file/);
  assert.match(await failing(file), /preview takes one variant\n {2}Give --variant with one of: mle, seq\./);
  assert.match(await failing(file, '--variant', 'sep'), /no variant `sep`\n {2}Did you mean `seq`\?/);
  assert.match(await failing(file, '--variant', 'seq', '--split', 'test'), /--split cannot be `test`/);
  assert.match(await failing(file, '--variant', 'seq', '--sentences', '101'), /at most 100/);
  const broken = writeExperiment(temporaryFolder(), { variants: '{mle: {targets: twohot}}' });
  assert.match(await failing(broken, '--variant', 'mle'), /:\d+:\d+: error: .*twohot[\s\S]*so nothing was previewed/);
  const missing = writeExperiment(temporaryFolder(), {
    data: '{train: {source: a.de, target: a.en}, valid: {source: b.de, target: b.en}, subwords: {kind: words}}',
  });
  assert.match(await failing(missing, '--variant', 'mle'), /a\.de/);
});
