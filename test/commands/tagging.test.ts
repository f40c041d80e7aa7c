import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tagsOf } from '../../src/data/conll/tagScheme.ts';
import { toySentences } from '../../src/data/toyEntities/toySentences.ts';
import { entityF1 } from '../../src/metrics/entityF1.ts';
import { listRuns } from '../../src/runs/findRuns.ts';
import { readRunFolder } from '../../src/runs/readRun.ts';
import { readSamples } from '../../src/runs/readSamples.ts';
import { readTestHypotheses } from '../../src/runs/readTestHypotheses.ts';
import { runCli, temporaryFolder } from '../cli.ts';

const wasm = { SMOOTHING_LAB_ENGINE: 'wasm' };

/** Sentences as a file of columns, in IOB1. */
const columns = (sentences: number, seed: number): string =>
  toySentences({ sentences, seed })
    .map(({ words, entities }) => {
      const tags = tagsOf(entities, words.length, 'iob1');
      return `${words.map((word, at) => `${word} x ${tags[at]}`).join('\r\n')}\r\n\r\n`;
    })
    .join('');

function write(folder: string, variants: string, metrics = '[{ kind: entity-f1, scheme: strict }, accuracy]'): string {
  writeFileSync(join(folder, 'train.conll'), columns(250, 1));
  writeFileSync(join(folder, 'test.conll'), columns(40, 2));
  const file = join(folder, 'names.experiment.yaml');
  writeFileSync(
    file,
    `experiment: Few names
task: tagging
data:
  train: { file: train.conll, part: { to: 0.9 }, scheme: iob1 }
  valid: { file: train.conll, part: { from: 0.9 } }
  test: { file: test.conll }
  words: { minimumCount: 1, anyDigit: true }
  maxLength: 6
model: { kind: tagger, embedding: 16, encoder: 16, tagEmbedding: 8, hidden: 16, dropout: 0 }
training: { learningRate: 0.03, batch: { sentences: 25 }, shapes: 1, steps: 60, seeds: [1] }
decoding: { beam: 2 }
metrics: ${metrics}
samples: 4
variants: ${variants}
`,
  );
  return file;
}

test('names are learned, scored over whole sentences, and found again in lines and in columns', async () => {
  const folder = temporaryFolder();
  const file = write(folder, '{ce: {}}');
  const ran = await runCli(['run', file], { env: wasm });
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stderr + ran.stdout, /train: read \d+ of 225 sentences in parts of 6 words/);
  const [run] = (await listRuns(join(folder, 'runs'))) as [string];
  const found = await readTestHypotheses(run);
  const sentences = toySentences({ sentences: 40, seed: 2 });
  assert.deepEqual(
    found.map(({ source, reference }) => [source, reference]),
    sentences.map(({ words, entities }) => [words.join(' '), tagsOf(entities, words.length, 'iob2').join(' ')]),
  );
  const { state } = await readRunFolder(run);
  const outputs = found.map(({ text }) => text);
  const references = found.map(({ reference }) => reference);
  const strict = entityF1.parameters.parse({ scheme: 'strict' });
  const { score } = entityF1.score(outputs, [references], strict);
  assert.ok(Math.abs((state.tested?.scores['entity-f1'] ?? Number.NaN) - score) < 1e-9);
  assert.ok(score > 30, `strict F1 ${score}: little was learned`);

  const samples = (await readSamples(run)).filter(({ split }) => split === 'test');
  const explained = samples.filter(({ tokens }) => tokens.length > 0);
  assert.equal(explained.length, 8, 'four references and four outputs');
  for (const { text, tokens } of explained) assert.equal(tokens.map((token) => token.text).join(' '), text);

  const lines = sentences.map(({ words }) => words.join(' ')).join('\n');
  const decoded = await runCli(['decode', run], { env: wasm, input: `${lines}\n\n` });
  assert.equal(decoded.code, 0, decoded.stderr);
  assert.deepEqual(decoded.stdout.split('\n').slice(0, -2), outputs);
  const paired = await runCli(['decode', run, '--pair', 'de-en'], { env: wasm });
  assert.equal(paired.code, 2);
  assert.match(paired.stderr, /--pair is for translation, and this run tags text/);
  const inColumns = await runCli(['decode', run, '--conll', join(folder, 'test.conll')], { env: wasm });
  assert.equal(inColumns.code, 0, inColumns.stderr);
  const expected = sentences.map(({ words }, at) => {
    const [gold, tags] = [references[at]?.split(' ') ?? [], outputs[at]?.split(' ') ?? []];
    return `${words.map((word, place) => `${word} ${gold[place]} ${tags[place]}`).join('\n')}\n\n`;
  });
  assert.equal(inColumns.stdout, expected.join(''));
});

test('the decoder is fed its own tags, softly, and a variant is previewed', async () => {
  const folder = temporaryFolder();
  const file = write(folder, '{dss: dss-gumbel, raml: { sequences: { kind: hamming } }}', '[entity-f1]');
  const ran = await runCli(['run', file, '--variant', 'dss'], { env: wasm });
  assert.equal(ran.code, 0, ran.stderr);
  const [run] = (await listRuns(join(folder, 'runs'))) as [string];
  const { state } = await readRunFolder(run);
  assert.ok((state.tested?.nll ?? 9) < 1.5, `NLL ${state.tested?.nll}`);
  const preview = await runCli(['preview', file, '--variant', 'raml']);
  assert.equal(preview.code, 0, preview.stderr);
});

test('settings that tags have no use for, and scores that do not suit them, are told', async () => {
  const folder = temporaryFolder();
  const file = write(folder, '{ce: {}, tok: { targets: word-similarity }}');
  const text = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    text
      .replace('beam: 2', 'beam: 2, lengthPenalty: gnmt, ngramBlock: 3, unknown: allow')
      .replace('maxLength: 6', 'maxLength: 6\n  scheme: iobes'),
  );
  const checked = await runCli(['check', file]);
  assert.equal(checked.code, 2);
  assert.match(checked.stdout + checked.stderr, /an output has as many tags as the sentence has words/);
  assert.match(checked.stdout + checked.stderr, /tags are rightly repeated/);
  assert.match(checked.stdout + checked.stderr, /every tag that can be written is known/);
  assert.match(checked.stdout + checked.stderr, /the tags are in the scheme iobes, and strict scores here take iob2/);
  assert.match(checked.stdout + checked.stderr, /compares words by their vectors, and tags have none/);
});
