import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runFiles } from '../../src/runs/events.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { loadCheckpoint } from '../../src/training/checkpoint.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const env = { SMOOTHING_LAB_ENGINE: 'wasm' };
const training =
  '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, shapes: 1, steps: 6, clip: 5, seeds: [1]}';
const second = 'learningRate: 0.002, steps: 4, evaluate: {every: {steps: 4}}';

const experiment = (folder: string, variants: string, more: Record<string, string> = {}) =>
  writeExperiment(folder, { training, metrics: '[]', samples: '0', variants, ...more });

async function runsOf(folder: string) {
  const folders = await listRuns(join(folder, 'runs'));
  const runs = await Promise.all(folders.map(async (run) => ({ ...(await readRunFolder(run)), folder: run })));
  return new Map(runs.map((run) => [run.manifest.variant, run]));
}

const weights = async (run: string, name: 'best' | 'last' = 'last') => (await loadCheckpoint(run, name)).tensors;

test('a second phase starts from the first, trains what is not frozen, and is the same when it is broken off', async () => {
  const folder = temporaryFolder();
  const variants = `
  tuned:
    targets: label-smoothing
    training: {start: mle, freeze: ["*embedding*", "encoder*"], ${second}}
  mle: {}`;
  const file = experiment(folder, variants);
  const { code, stderr } = await runCli(['run', file, '--variant', 'tuned'], { env });
  assert.equal(code, 0, stderr);
  const runs = await runsOf(folder);
  assert.deepEqual([...runs.keys()].sort(), ['mle', 'tuned']);
  const [first, tuned] = [runs.get('mle')!.folder, runs.get('tuned')!.folder];
  const [before, after] = [await weights(first, 'best'), await weights(tuned)];
  const names = [...before.keys()].filter((name) => !name.startsWith('optimizer/'));
  const isFrozen = (name: string) => /embedding|^encoder/.test(name);
  assert.ok(names.some(isFrozen) && !names.every(isFrozen));
  for (const name of names) {
    const [one, other] = [before.get(name)!.values, after.get(name)!.values];
    if (isFrozen(name)) assert.deepEqual(other, one, name);
    else assert.notDeepEqual(other, one, name);
    assert.equal(after.has(`optimizer/m/${name}`), !isFrozen(name), name);
  }

  rmSync(tuned, { recursive: true });
  const again = await runCli(['run', file], {
    env,
    started: (child) => child.stderr?.on('data', (text) => String(text).includes('tuned') && child.kill('SIGINT')),
  });
  assert.notEqual(again.code, null);
  const resumed = await runCli(['run', file], { env });
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.deepEqual(await weights((await runsOf(folder)).get('tuned')!.folder), after);
});

test('a run folder may be the start and the teacher; what does not fit is told before anything is trained', async () => {
  const folder = temporaryFolder();
  const file = experiment(folder, '{mle: {}}');
  assert.equal((await runCli(['run', file], { env })).code, 0);
  const { folder: run } = (await runsOf(folder)).get('mle')!;
  const start = async (given: string, more: Record<string, string> = {}, own = '') => {
    const next = experiment(folder, `{tuned: {training: {start: ${given}, ${second}${own}}}}`, more);
    return await runCli(['run', next, '--runs', join(folder, 'others')], { env });
  };
  const done = await start(`{run: ${run}, checkpoint: last}`);
  assert.equal(done.code, 0, done.stderr);

  const small = { model: '{kind: attention-lstm, embedding: 16, hidden: 8, dropout: 0.2}' };
  assert.match((await start(run, small)).stderr, /is \[.*\] in .*, and \[.*\] here/);
  const words = {
    data: `
  train: {generate: toy-grammar, sentences: 300, seed: 1}
  valid: {generate: toy-grammar, sentences: 30, seed: 2}
  subwords: {kind: words, minimumCount: 20}`,
  };
  assert.match((await start(run, words)).stderr, new RegExp(`trained with another ${runFiles.vocabulary}`));
  assert.match((await start(join(folder, 'nothing'))).stderr, /nothing is no run folder/);
  const patterns = await start(`{run: ${run}, parameters: [encodre.*]}`);
  assert.match(patterns.stderr, /`training.start.parameters` names parameters `encodre\.\*`, and the model has none/);
  const frozen = await start(run, {}, ', freeze: [encodre]');
  assert.match(frozen.stderr, /`training.freeze` names parameters `encodre`, and the model has none such/);
  const all = await start(run, {}, ', freeze: ["*"]');
  assert.match(all.stderr, /`training.freeze` leaves no parameter to be trained/);
});

test('a teacher that is not there is told before anything is trained', async () => {
  const folder = temporaryFolder();
  const file = experiment(folder, '{mle: {}, student: {targets: {kind: kd, teacher: nobody}}}');
  const { code, stderr } = await runCli(['run', file], { env });
  assert.equal(code, 2);
  assert.match(stderr, /`student` needs another run, and .*nobody is no run folder/);
  assert.equal(existsSync(join(folder, 'runs')), false);
});

test('a variant teaches another, which is trained after it', async () => {
  const folder = temporaryFolder();
  const file = experiment(folder, '{student: {targets: {kind: kd, teacher: mle}}, mle: {}}');
  const { code, stderr } = await runCli(['run', file], { env });
  assert.equal(code, 0, stderr);
  const runs = await runsOf(folder);
  const { teacher } = (runs.get('student')!.manifest.settings.objective as { targets: { teacher: string } }).targets;
  assert.equal(teacher, `id:${runs.get('mle')!.manifest.id}`);
});
