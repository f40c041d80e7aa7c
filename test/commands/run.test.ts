import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bleu } from '../../src/metrics/bleu.ts';
import { chrf } from '../../src/metrics/chrf.ts';
import type { RunEvent } from '../../src/runs/events.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readTestHypotheses } from '../../src/runs/readTestHypotheses.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const wasm = { SMOOTHING_LAB_ENGINE: 'wasm' };
const noEngine = { PATH: '', SMOOTHING_LAB_CACHE: temporaryFolder(), SMOOTHING_LAB_PYTHON: undefined };

const only = async (runs: string) => {
  const folders = await listRuns(runs);
  assert.equal(folders.length, 1, folders.join());
  return folders[0] as string;
};

test('a run is trained once: then it is shown, and a changed file makes another', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder);
  const first = await runCli(['run', file], { env: wasm });
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /Small, test text \(mean ± 95 % interval over seeds\)\nvariant +NLL +BLEU +chrF/);
  assert.match(first.stdout, /\nmle .*\nls /);
  const runs = await listRuns(join(folder, 'runs'));
  assert.equal(runs.length, 2);

  const again = await runCli(['run', file], { env: wasm });
  assert.equal(again.code, 0);
  assert.match(again.stderr, /mle seed 1: trained already/);
  assert.equal(again.stdout, first.stdout);

  writeExperiment(folder, { decoding: '{beam: 2}' });
  const changed = await runCli(['run', file, '--variant', 'ls', '--seed', '5'], { env: wasm });
  assert.equal(changed.code, 0, changed.stderr);
  assert.equal((await listRuns(join(folder, 'runs'))).length, 3);
});

test('a run is trained again when that is asked for, into a folder of its own, with the same outcome', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  assert.equal((await runCli(['run', file], { env: wasm })).code, 0);
  const first = await only(join(folder, 'runs'));
  // What the file says meanwhile does not matter.
  writeExperiment(folder, { variants: '{other: {}}' });
  const again = await runCli(['run', '--again', first], { env: wasm });
  assert.equal(again.code, 0, again.stderr);
  const runs = await listRuns(join(folder, 'runs'));
  assert.deepEqual(runs, [first, `${first}-2`]);
  const [old, anew] = await Promise.all(runs.map(readRunFolder));
  assert.equal(anew?.manifest.id, old?.manifest.id);
  assert.deepEqual(anew?.state.tested?.scores, old?.state.tested?.scores);
  const compared = await runCli(['compare', '--json', join(folder, 'runs')]);
  const [row] = JSON.parse(compared.stdout)[0].rows;
  assert.deepEqual(
    row.runs.map((run: { folder: string }) => run.folder),
    [`${first}-2`],
  );
  const both = await runCli(['run', file, '--again', first]);
  assert.equal(both.code, 2);
  assert.match(both.stderr, /run takes one experiment file, or `--resume RUN`, or `--again RUN`/);
});

test('samples say what the model thinks of each token, and what it was trained towards', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{ls: {targets: label-smoothing}}' });
  assert.equal((await runCli(['run', file], { env: wasm })).code, 0);
  const run = await only(join(folder, 'runs'));
  const samples = await readSamples(run);
  assert.ok(samples.length >= 4 * 6);
  for (const { tokens, origin, logProbability } of samples) {
    for (const { probability = 0, rank = 0, entropy = -1, runnersUp = [], target } of tokens) {
      assert.ok(probability > 0 && probability <= 1 && rank >= 1 && entropy >= 0);
      assert.equal(runnersUp.length, 5);
      if (rank <= 5) assert.ok(Math.abs((runnersUp[rank - 1]?.probability ?? 0) - probability) < 1e-6);
      assert.equal(target !== undefined, origin === 'reference');
      if (target) assert.ok(Math.abs((target[0]?.mass ?? 0) - 0.9) < 0.01);
    }
    const sum = tokens.reduce((total, { probability = 0 }) => total + Math.log(probability), 0);
    // Search adds the same numbers up, unless it was cut before an end of sentence.
    if (logProbability !== undefined && tokens.length > 0 && sum > -30)
      assert.ok(Math.abs(sum - logProbability) < 1e-3 * Math.abs(sum) + 1e-3);
  }
  // `decode` with the checkpoint that wrote the last samples gives the same text.
  const tested = samples.filter(({ split, origin }) => split === 'test' && origin === 'beam');
  const input = tested.map(({ source }) => `${source}\n`).join('');
  const decoded = await runCli(['decode', run], { env: wasm, input });
  assert.equal(decoded.stdout, tested.map(({ text }) => `${text}\n`).join(''), decoded.stderr);
  const best = await runCli(['decode', run, '--best', '3', '--json'], { env: wasm, input });
  const lines = best.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map((line) => line.best[0].text),
    tested.map(({ text }) => text),
  );
  assert.ok(lines.every((line) => line.best.length <= 3 && line.best[0].score >= line.best.at(-1).score));
});

test('every hypothesis of the test is kept with its scores, and the first few are explained', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  assert.equal((await runCli(['run', file], { env: wasm })).code, 0);
  const run = await only(join(folder, 'runs'));
  const hypotheses = await readTestHypotheses(run);
  assert.deepEqual(
    hypotheses.map(({ example }) => example),
    Array.from({ length: 30 }, (_, example) => example),
  );
  const { events } = await readRunFolder(run);
  const tested = events.find(({ kind }) => kind === 'tested') as Extract<RunEvent, { kind: 'tested' }>;
  const texts = hypotheses.map(({ text }) => text);
  const references = [hypotheses.map(({ reference }) => reference)];
  const [ofBleu, ofChrf] = [bleu.parameters.parse({}), chrf.parameters.parse({})];
  assert.equal(bleu.score(texts, references, ofBleu).score, tested.scores.bleu);
  assert.equal(chrf.score(texts, references, ofChrf).score, tested.scores.chrf);
  for (const { text, reference, scores } of hypotheses) {
    assert.equal(scores.bleu, bleu.sentenceScore(text, [reference], ofBleu));
    assert.equal(scores.chrf, chrf.sentenceScore(text, [reference], ofChrf));
  }
  const samples = (await readSamples(run)).filter(({ split }) => split === 'test');
  assert.equal(samples.length, 30 + 3);
  assert.ok(samples.every(({ example, tokens }) => tokens.length > 0 === example < 3));
  const [line] = readFileSync(join(run, 'samples.jsonl'), 'utf8').split('\n');
  assert.deepEqual(Object.keys(JSON.parse(line as string)).slice(0, 4), ['step', 'split', 'example', 'origin']);
  const counts = events.flatMap((event) => (event.kind === 'sampled' ? [event.count] : []));
  assert.deepEqual([counts.at(-1), new Set(counts.slice(0, -1))], [30 + 3, new Set([2 * 3])]);
});

test('SIGINT stops after the step under way, and the run goes on later', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  const stopped = await runCli(['run', file, '--json'], {
    env: wasm,
    started: (child) => child.stdout?.on('data', (text) => void (/"evaluated"/.test(text) && child.kill('SIGINT'))),
  });
  assert.equal(stopped.code, 130, stopped.stderr);
  assert.equal((await readRunFolder(await only(join(folder, 'runs')))).state.status, 'stopped');
  const events = stopped.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(events.at(-2).state, 'stopped');
  const finished = await runCli(['run', '--resume', await only(join(folder, 'runs'))], { env: wasm });
  assert.equal(finished.code, 0, finished.stderr);
  assert.match(finished.stderr, /resumed from step \d+/);
  assert.equal((await readRunFolder(await only(join(folder, 'runs')))).state.status, 'done');
});

test('a file named stop in the run folder ends the run as stopped', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  const askToStop = async () => {
    const [run] = await listRuns(join(folder, 'runs'));
    if (run && !existsSync(join(run, 'stop'))) writeFileSync(join(run, 'stop'), '');
  };
  const stopped = await runCli(['run', file], {
    env: wasm,
    started: (child) => child.stderr?.on('data', (text) => void (/ % /.test(text) && askToStop())),
  });
  assert.equal(stopped.code, 130, stopped.stderr);
  assert.match(stopped.stderr, /stopped at step \d+: stopped on request/);
});

test('numbers that are no longer finite end a run as failed, with the reason', async () => {
  const folder = temporaryFolder();
  const training = '{optimizer: sgd, learningRate: 1.0e+30, batch: {tokens: 400}, steps: 20, seeds: [1]}';
  const failed = await runCli(['run', writeExperiment(folder, { training, variants: '{mle: {}}' })], { env: wasm });
  assert.equal(failed.code, 1, failed.stderr);
  assert.match(
    failed.stderr,
    /failed at step \d+: the (objective|gradient's norm) is (NaN|Infinity) at step \d+; use a lower/,
  );
});

test('a teacher is a run: its best checkpoint is distilled', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  assert.equal((await runCli(['run', file], { env: wasm })).code, 0);
  const teacher = await only(join(folder, 'runs'));
  const student = `{kd: {targets: {kind: kd, teacher: ${teacher}, alpha: 0.7, temperature: 2}}}`;
  writeExperiment(folder, { variants: student, experiment: 'Student' });
  const distilled = await runCli(['run', file], { env: wasm });
  assert.equal(distilled.code, 0, distilled.stderr);
  assert.match(distilled.stdout, /\nkd /);
  writeExperiment(folder, { variants: student.replace(teacher, '/nowhere'), experiment: 'Orphan' });
  const orphan = await runCli(['run', file], { env: wasm });
  assert.equal(orphan.code, 2, orphan.stderr);
  assert.match(orphan.stderr, /\/nowhere is no run folder/);
});

test('what is wrong is said with its place, and the exit code tells the kind', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{ls: {targets: {kind: label-smoothing, epsilom: 0.1}}}' });
  const wrong = await runCli(['run', file]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /small\.experiment\.yaml:\d+:\d+: error: .*epsilom[\s\S]*did you mean `epsilon`/);
  const good = writeExperiment(folder);
  const refuses = async (args: string[], code: number, message: RegExp, env: NodeJS.ProcessEnv = wasm) => {
    const result = await runCli(args, { env });
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, message);
    assert.doesNotMatch(result.stderr, /\n +at .*:\d+:\d+\)?/);
  };
  await refuses(['run', good, '--variant', 'mel'], 2, /no variant `mel`\n {2}Did you mean `mle`\?/);
  await refuses(['run', good, '--seed', '-1'], 2, /--seed/);
  await refuses(['run', join(folder, 'none.yaml')], 2, /there is no such file/);
  await refuses(['run', '--resume', folder], 2, /is no run/);
  await refuses(['run', good, '--device', 'tpu'], 2, /--device is `tpu`\n {2}Use one of: cpu, gpu/);
  await refuses(['run', good, '--engine', 'tensorflow'], 3, /no TensorFlow engine could be installed/, noEngine);
  await refuses(['decode', folder], 2, /is no run folder/);
});

test('without TensorFlow a run says so and takes wasm', async () => {
  const folder = temporaryFolder();
  const training = '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, steps: 3, seeds: [1]}';
  const file = writeExperiment(folder, { training, variants: '{mle: {}}' });
  const result = await runCli(['run', file], { env: noEngine });
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /Using the wasm engine, which is slower/);
  const manifest = JSON.parse(readFileSync(join(await only(join(folder, 'runs')), 'manifest.json'), 'utf8'));
  assert.deepEqual([manifest.engine, manifest.compiled], ['wasm', false]);
});

test('of two processes that want a run at once, one trains it', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  const both = await Promise.all([runCli(['run', file], { env: wasm }), runCli(['run', file], { env: wasm })]);
  await only(join(folder, 'runs'));
  // The other sees that it is being trained, or comes so late that it is done.
  assert.ok(both.some(({ code }) => code === 0));
  for (const { code, stderr } of both) assert.ok(code === 0 || code === 1, stderr);
  assert.equal(both.filter(({ stderr }) => /started, \d+ steps/.test(stderr)).length, 1);
});

test('a run whose folder is removed while it is trained ends as failed', async () => {
  const folder = temporaryFolder();
  const file = writeExperiment(folder, { variants: '{mle: {}}' });
  const runs = join(folder, 'runs');
  // Out of the run's way first: it would write new files into a folder that is being emptied.
  const remove = () => {
    if (!existsSync(runs)) return;
    renameSync(runs, `${runs}-removed`);
    rmSync(`${runs}-removed`, { recursive: true });
  };
  const result = await runCli(['run', file], {
    env: wasm,
    started: (child) =>
      child.stderr?.once('data', () => child.stderr?.on('data', (text) => void (/ 10 % /.test(text) && remove()))),
  });
  assert.equal(result.code, 1, result.stderr);
  assert.match(result.stderr, /was removed while it was trained/);
});

test('an empty line is translated by an empty line, and text that is not UTF-8 is refused', async () => {
  const folder = temporaryFolder();
  const training = '{optimizer: adam, learningRate: 0.01, batch: {tokens: 400}, steps: 3, seeds: [1]}';
  assert.equal(
    (await runCli(['run', writeExperiment(folder, { training, variants: '{mle: {}}' })], { env: wasm })).code,
    0,
  );
  const decoded = await runCli(['decode', await only(join(folder, 'runs'))], { env: wasm, input: 'one\n\ntwo\n' });
  assert.match(decoded.stdout, /^[^\n]*\n\n[^\n]*\n$/);
  const broken = await runCli(['decode', await only(join(folder, 'runs'))], {
    env: wasm,
    input: Buffer.from([97, 10, 255, 10]),
  });
  assert.deepEqual([broken.code, broken.stdout], [2, '']);
  assert.match(broken.stderr, /standard input:2: the text is not valid UTF-8/);
});
