import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const env = { SMOOTHING_LAB_ENGINE: 'wasm' };
const training = '{optimizer: adam, learningRate: 0.02, batch: {tokens: 100}, shapes: 1, steps: 20, seeds: [1, 2]}';
const data = (subwords: string, seed = 1) => `
  train: {generate: toy-grammar, sentences: 60, seed: ${seed}}
  valid: {generate: toy-grammar, sentences: 5, seed: 2}
  test: {generate: toy-grammar, sentences: 12, seed: 3}
  subwords: ${subwords}
  maxLength: 20`;

async function train(changes: Record<string, string>): Promise<{ folder: string; runs: string[] }> {
  const folder = temporaryFolder();
  const trained = await runCli(['run', writeExperiment(folder, { variants: '{mle: {}}', training, ...changes })], {
    env,
  });
  assert.equal(trained.code, 0, trained.stderr);
  return { folder, runs: await listRuns(join(folder, 'runs')) };
}

test('several runs translate together, and outputs are scored as the run scores them', async () => {
  const { folder, runs } = await train({ data: data('{kind: words, minimumCount: 1}') });
  const tested = (await readSamples(runs[0] as string)).filter(
    ({ split, origin }) => split === 'test' && origin === 'beam',
  );
  const input = tested.map(({ source }) => `${source}\n`).join('');
  const references = join(folder, 'references.txt');
  writeFileSync(references, tested.map(({ reference }) => `${reference}\n`).join(''));
  const decode = (...args: string[]) => runCli(['decode', ...args], { env, input });

  const alone = await decode(runs[0] as string, '--reference', references);
  assert.equal(alone.code, 0, alone.stderr);
  assert.equal(alone.stdout, tested.map(({ text }) => `${text}\n`).join(''));
  assert.match(alone.stderr, /^BLEU\|nrefs:1\|.* = \d+\.\d\d .*\nchrF2\|nrefs:1\|.* = \d+\.\d\d/);
  // A run beside itself says what it says alone.
  const twice = await decode(runs[0] as string, runs[0] as string);
  assert.equal(twice.stdout, alone.stdout, twice.stderr);
  const both = await decode(...runs, '--json');
  const geometric = await decode(...runs, '--mean', 'log-probabilities', '--json');
  assert.notEqual(both.stdout, geometric.stdout);
  for (const line of both.stdout.trimEnd().split('\n')) assert.ok(JSON.parse(line).best[0].logProbability < 0);

  const idle = await decode(runs[0] as string, '--mean', 'probabilities');
  assert.deepEqual([idle.code, idle.stdout], [2, '']);
  assert.match(idle.stderr, /--mean has no effect on a single run/);
  const unpaired = await decode(runs[0] as string, '--pair', 'de-en');
  assert.deepEqual([unpaired.code, unpaired.stdout], [2, '']);
  assert.match(unpaired.stderr, /--pair has no effect: the run was not trained on several language pairs/);
});

test('runs of other words do not decode together', async () => {
  const steps = training.replace('steps: 20', 'steps: 1').replace('[1, 2]', '[1]');
  const first = await train({ training: steps, data: data('{kind: words, minimumCount: 1}') });
  const other = await train({ training: steps, data: data('{kind: bpe, size: 60}', 9) });
  const folders = [first, other].map(({ runs }) => runs[0] as string);
  const result = await runCli(['decode', ...folders], { env, input: 'a\n' });
  assert.deepEqual([result.code, result.stdout], [2, '']);
  assert.match(result.stderr, /cannot decode together: their source vocabularies differ/);
});

test('unknown words are replaced by those of the source, in the test as by the command', async () => {
  const { runs } = await train({
    training: training.replace('steps: 20', 'steps: 60').replace('[1, 2]', '[1]'),
    // Most words are unknown in both languages.
    data: data('{kind: words, size: 6}'),
    samples: '12',
    decoding: '{beam: 3, unknown: replace}',
  });
  const samples = await readSamples(runs[0] as string);
  const tested = samples.filter(({ split, origin }) => split === 'test' && origin === 'beam');
  const unknown = tested.filter(({ tokens }) => tokens.some(({ id }) => id === 3));
  assert.ok(unknown.length > 0);
  for (const { text, source, tokens } of unknown) {
    assert.ok(!text.includes('<unk>'), text);
    const written = new Set(tokens.map((token) => token.text));
    const copied = (text.match(/\p{L}+/gu) ?? []).filter((word) => !written.has(word));
    assert.ok(copied.length > 0 && copied.every((word) => source.includes(word)), `${source} → ${text}`);
  }
  const input = tested.map(({ source }) => `${source}\n`).join('');
  const decoded = await runCli(['decode', runs[0] as string], { env, input });
  assert.equal(decoded.stdout, tested.map(({ text }) => `${text}\n`).join(''), decoded.stderr);
});
