import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { encode } from 'fast-png';
import { pictureReaderOf } from '../../src/data/images/readers/registry.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readSeries } from '../../src/runs/readSeries.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { runCli, temporaryFolder } from '../cli.ts';

const folder = temporaryFolder();
const shapes = (pictures: number, seed: number) => `{generate: shapes, pictures: ${pictures}, size: 8, seed: ${seed}}`;

const wasm = { SMOOTHING_LAB_ENGINE: 'wasm' };

/** Small pictures and a narrow network. Of 100 pictures 90 are trained on, which do not come out even in batches of 16. */
function writeExperiment(name: string, variants: string, { epochs = 1, pictures = 100 } = {}): string {
  const file = join(folder, `${name}.experiment.yaml`);
  writeFileSync(
    file,
    `experiment: ${name}
task: classification
data:
  train: ${shapes(pictures, 1)}
  valid: {share: 0.1, seed: 1}
  test: ${shapes(30, 2)}
  augment: {crop: 2, flip: true}
model: {kind: resnet-18, width: 2}
training:
  optimizer: {kind: sgd, momentum: 0.9, weightDecay: 0.0005}
  learningRate: {kind: step, peak: 0.05, factor: 0.2, at: [0.5]}
  batch: {examples: 16}
  epochs: ${epochs}
  seeds: [1]
  checkpoint: {seconds: 0.1}
metrics: [accuracy]
samples: 4
variants: ${variants}
`,
  );
  return file;
}

const runsIn = (name: string, runs = 'runs'): string[] => {
  const root = join(folder, runs, name);
  return readdirSync(root).map((run) => join(root, run));
};

/** All that a run leaves behind, but for the clock. */
async function outcome(run: string) {
  const { events } = await readRunFolder(run);
  const { steps, columns } = await readSeries(run);
  const { milliseconds: _, ...measured } = columns;
  return {
    events: events
      .filter(({ kind }) => !['resumed', 'checkpoint', 'started', 'ended'].includes(kind))
      .map(({ time, ...event }) => ('seconds' in event ? { ...event, seconds: 0 } : event)),
    ...{ steps, measured, last: (await loadCheckpoint(run, 'last')).tensors, samples: await readSamples(run) },
  };
}

test('every method on classes trains; a run teaches another; runs classify picture files', {
  timeout: 600_000,
}, async (t) => {
  const variants = '{base: {}, all: {targets: cs-kd, weights: focal, penalty: confidence-penalty}, table: kr-ls}';
  const file = writeExperiment('methods', variants);
  const trained = await runCli(['run', file, '--runs', join(folder, 'runs')], { env: wasm });
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stdout, /variant\s+NLL\s+accuracy\s+ECE/);
  const base = runsIn('methods').find((run) => run.includes('base')) as string;
  const { events } = await readRunFolder(base);
  const tested = events.find((event) => event.kind === 'tested');
  assert.ok(tested?.kind === 'tested' && Math.abs((tested.scores.accuracy as number) - 100 * tested.accuracy) < 1e-3);
  assert.equal(tested.tokens, 30);
  assert.ok((tested.ece as number) >= 0);
  const samples = (await readSamples(base)).filter(({ split }) => split === 'test');
  assert.equal(samples.length, 30 + 4, 'all choices, and the first few references');
  const [gold, chosen] = samples;
  assert.deepEqual([gold?.origin, chosen?.origin, gold?.text], ['reference', 'greedy', chosen?.reference]);
  assert.equal(chosen?.tokens[0]?.rank, 1);

  const taught = writeExperiment('taught', `{kd: {targets: {kind: kd, teacher: ${base}, alpha: 0.5, temperature: 5}}}`);
  const student = await runCli(['run', taught, '--runs', join(folder, 'runs')], { env: wasm });
  assert.equal(student.code, 0, student.stderr);

  // The test pictures as files: what the run said of them in its test.
  const { pixels, shape } = await pictureReaderOf({ generate: 'shapes', pictures: 30, size: 8, seed: 2 }).read(
    { generate: 'shapes', pictures: 30, size: 8, seed: 2 },
    [],
    [],
  );
  mkdirSync(join(folder, 'pictures'));
  const files = Array.from({ length: 5 }, (_, at) => {
    const path = join(folder, 'pictures', `${at}.png`);
    writeFileSync(path, encode({ ...shape, data: pixels.slice(at * 192, (at + 1) * 192) }));
    return path;
  });
  const decoded = await runCli(['decode', base, ...files, '--json', '--best', '2'], { env: wasm });
  assert.equal(decoded.code, 0, decoded.stderr);
  const lines = decoded.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const said = samples.filter(({ origin }) => origin === 'greedy').slice(0, 5);
  assert.deepEqual(
    lines.map(({ best }) => best[0].name),
    said.map(({ text }) => text),
  );
  assert.ok(Math.abs(Math.log(lines[0].best[0].probability) - (said[0]?.logProbability as number)) < 1e-4);
  t.diagnostic(decoded.stdout.split('\n')[0] as string);
  const none = await runCli(['decode', base]);
  assert.deepEqual([none.code, /this run classifies pictures, and none are given/.test(none.stderr)], [2, true]);
  const text = await runCli(['decode', base, file]);
  assert.match(text.stderr, /methods\.experiment\.yaml: byte 0: this is neither PNG nor JPEG/);
});

test('a run that was stopped ends with the same bits as one that was not', { timeout: 600_000 }, async () => {
  const variants = '{beta: beta-ls}';
  const even = { epochs: 2, pictures: 107 }; // 96 are trained on, six batches an epoch
  const whole = await runCli(['run', writeExperiment('whole', variants, even), '--runs', join(folder, 'runs')], {
    env: wasm,
  });
  assert.equal(whole.code, 0, whole.stderr);
  const broken = writeExperiment('broken', variants, even);
  let stopped = false;
  await runCli(['run', broken, '--runs', join(folder, 'again')], {
    env: wasm,
    started: (child) => {
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (told: string) => {
          if (stopped || !/step 6: validation/.test(told)) return;
          stopped = true;
          child.kill('SIGKILL');
        });
    },
  });
  assert.ok(stopped, 'it was killed after its first validation');
  const rest = await runCli(['run', broken, '--runs', join(folder, 'again')], { env: wasm });
  assert.equal(rest.code, 0, rest.stderr);
  const [expected, found] = [runsIn('whole'), runsIn('broken', 'again')].map(([run]) => outcome(run as string));
  assert.deepEqual(await found, await expected);
});
