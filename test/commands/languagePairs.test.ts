import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { runFiles } from '../../src/runs/events.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { runCli, temporaryFolder, writeExperiment } from '../cli.ts';

const env = { SMOOTHING_LAB_ENGINE: 'wasm' };
const languages = ['aa', 'bb'];
const words = ['one', 'two', 'three', 'four', 'five'];

/** All texts of two words. Those of a target language end each word in its own way: nothing in a source says how. */
const sources = words.flatMap((first) => words.map((second) => `${first} ${second}`));
const translated = (source: string, language: string) => source.replaceAll(/\w+/g, (word) => word + language);
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

const folder = temporaryFolder();
let run = '';
const decode = (folders: string[], pair?: string, input = text(sources)) =>
  runCli(['decode', ...folders, ...(pair === undefined ? [] : ['--pair', pair])], { env, input });

async function refuses(message: RegExp, folders: string[], pair?: string): Promise<void> {
  const { code, stdout, stderr } = await decode(folders, pair);
  assert.deepEqual([code, stdout], [2, ''], stderr);
  assert.match(stderr, message);
}

/** The run with another manifest. */
function changed(name: string, from: string, to: string): string {
  const copy = join(folder, name);
  cpSync(run, copy, { recursive: true });
  const manifest = join(copy, runFiles.manifest);
  const json = readFileSync(manifest, 'utf8');
  assert.ok(json.includes(from), json);
  writeFileSync(manifest, json.replaceAll(from, to));
  return copy;
}

before(async () => {
  writeFileSync(join(folder, 'sources'), text(sources));
  for (const language of languages)
    writeFileSync(join(folder, language), text(sources.map((source) => translated(source, language))));
  const pairs = languages.map((language) => `xx-${language}: {source: sources, target: ${language}}`).join(', ');
  const set = `{pairs: {${pairs}}}`;
  const file = writeExperiment(folder, {
    data: `{train: ${set}, valid: ${set}, test: ${set}, subwords: {kind: words, minimumCount: 1}}`,
    training:
      '{optimizer: adam, learningRate: 0.03, batch: {tokens: 150}, shapes: 1, steps: 150, evaluate: {every: {steps: 150}}, seeds: [1]}',
    // There are no four words in a row for BLEU.
    metrics: '[chrf]',
    model: '{kind: attention-lstm, embedding: 16, hidden: 16}',
    variants: '{mle: {}}',
  });
  const trained = await runCli(['run', file], { env });
  assert.equal(trained.code, 0, trained.stderr);
  run = (await listRuns(join(folder, 'runs')))[0] as string;
});

test('a run of several language pairs translates into the language that it is told, as in its test', async () => {
  const tested = (await readSamples(run)).filter(({ split, origin }) => split === 'test' && origin === 'beam');
  for (const language of languages) {
    const ofPair = tested.filter(({ reference }) => reference.endsWith(language));
    assert.equal(ofPair.length, sources.length);
    const { code, stdout, stderr } = await decode([run], `xx-${language}`);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, text(ofPair.map((sample) => sample.text)));
    // What the tag means has been learned.
    const meant = stdout.split('\n').filter((line) => line.endsWith(language));
    assert.ok(meant.length > sources.length / 2, stdout);
    assert.equal((await decode([run, run], `xx-${language}`)).stdout, stdout);
  }
});

test('a pair need not have been trained on, and an empty line stays empty', async () => {
  const { stdout, stderr } = await decode([run], 'aa-bb', 'one two\n\n');
  assert.match(stdout, /^\w+bb\b.*\n\n$/, stderr);
});

test('which pair is meant must be said, and be one that the run can know', async () => {
  await refuses(/language pairs xx-aa, xx-bb, and nothing says which.*\n.*`--pair xx-aa`/, [run]);
  await refuses(/it does not know `xx-bc`\n.*`--pair xx-bb`/, [run], 'xx-bc');
  await refuses(/it does not know `bb`/, [run], 'bb');
});

test('pairs into one language have one tag, which need not be asked for', async () => {
  const { stdout } = await decode([run], 'xx-bb');
  const unasked = await decode([changed('into-one', '"xx-aa"', '"yy-bb"')]);
  assert.equal(unasked.stdout, stdout, unasked.stderr);
});

test('a pair is refused where sources have no tags', async () => {
  await refuses(/no effect: with `tags: none`/, [changed('untagged', '"tags": "target"', '"tags": "none"')], 'xx-bb');
});

test('runs of other language pairs do not decode together', async () => {
  await refuses(
    /together: their language pairs, or .*, differ/,
    [run, changed('other', '"xx-aa"', '"yy-aa"')],
    'xx-bb',
  );
});
