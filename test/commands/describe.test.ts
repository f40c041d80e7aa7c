import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrainingDescription } from '../../src/training/description.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

test('describe shows parameters by layer, totals, and what a step takes, without training', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, {
    variants:
      '{tuned: {training: {start: mle, freeze: ["encoder*"]}}, mle: {}, kd: {targets: {kind: kd, teacher: mle}}}',
  });
  const { code, stdout, stderr } = await runCli(['describe', file]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^Small, tuned: attention-lstm\n/);
  assert.match(stdout, /\n {2}recurrent +\d+×\d+ +[\d,]+ +±0\.\d+ +frozen\n/);
  assert.match(stdout, /\nMemory: about [\d.]+ MiB: weights/);

  const described = await runCli(['describe', file, '--variant', 'mle', '--json']);
  const { layers, totals, step } = JSON.parse(described.stdout) as TrainingDescription;
  const counts = layers.flatMap(({ parameters }) => parameters.map(({ shape }) => shape.reduce((a, b) => a * b, 1)));
  assert.equal(counts.reduce((sum, count) => sum + count, 0), totals.parameters); // biome-ignore format: one line
  assert.deepEqual([totals.frozen, totals.trained], [0, totals.parameters]);
  assert.ok(step.flops > 0);

  const student = await runCli(['describe', file, '--variant', 'kd']);
  assert.equal(student.code, 0, student.stderr);
  assert.match(student.stderr, /The teacher is not trained yet/);
  const wrong = await runCli(['describe', file, '--variant', 'mel']);
  assert.match(wrong.stderr, /no variant `mel`\n {2}Did you mean `mle`\?/);
});
