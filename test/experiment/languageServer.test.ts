import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli, temporaryFolder } from '../cli.ts';
import { LanguageServer } from '../e2e/yaml/languageServer.ts';
import { baseText, edited, parse } from './base.ts';

// What other editors make of experiment files: their YAML language server is given the schema that the command prints.
const folder = temporaryFolder();
const modeline = '# yaml-language-server: $schema=experiment.schema.json\n';
let server: LanguageServer;
let files = 0;

before(async () => {
  const { code, stdout } = await runCli(['schema']);
  assert.equal(code, 0);
  writeFileSync(join(folder, 'experiment.schema.json'), stdout);
  server = await LanguageServer.start(folder);
});

after(() => server.stop());

function newFile(): string {
  files += 1;
  return join(folder, `${files}.experiment.yaml`);
}

const messages = async (text: string) =>
  (await server.check(newFile(), text)).map(({ range, message }) => `${range.start.line + 1}: ${message}`);

const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.experiment.yaml'))
  .map((name) => [name, readFileSync(join('examples', name), 'utf8')]);
const inReadme = readFileSync('README.md', 'utf8').match(/(?<=```yaml\n)experiment:.*?(?=```)/s)!;

const valid: [string, string][] = [
  ...(examples as [string, string][]),
  ['the one of README.md', inReadme[0]],
  ['the base', baseText],
  [
    'presets and grids',
    edited(
      '  mle: {}',
      `  raml: seq-hamming-V
  changed: { preset: { name: seq-hamming-Vbatch, corpus: wmt }, sequences: { temperature: [0.1, 0.2] } }
  other: { preset: ls, weights: focal, targets: { kind: labo, alpha: { from: 0.1, to: 0.9, step: 0.2 } } }
  decayed: { inputs: { kind: soft-argmax, decay: { kind: inverse-sigmoid, k: [1, 2] } } }`,
    ),
  ],
  ['an experiment that includes its parts', 'include: common.yaml\nexperiment: Parts\n'],
  [
    'blocks that are merged',
    edited(
      '  mle: {}',
      '  mle: &mle { inputs: teacher-forcing }\n  kd: { <<: *mle, targets: { kind: kd, teacher: runs/a } }',
    ).replace(
      'variants:',
      'x-unused: &unused {}\nvariants:\n  smooth: { <<: *unused, targets: { kind: label-smoothing, epsilon: 0.3 } }',
    ),
  ],
];

for (const [name, text] of valid) {
  test(`the schema finds nothing wrong in ${name}`, async () => {
    const own = parse(text, { 'common.yaml': baseText }).problems.filter(({ severity }) => severity === 'error');
    assert.deepEqual(own, []);
    assert.deepEqual(await messages(modeline + text), []);
  });
}

test('the schema finds an unknown key and a value that is none', async () => {
  const wrong = edited('  epochs: 5', '  epochs: 5\n  epohcs: 5').replace('hidden: 32', 'hidden: many');
  const found = await messages(modeline + wrong);
  assert.equal(found.length, 2, found.join('\n'));
  assert.match(found.find((message) => message.startsWith('13: '))!, /epohcs is not allowed/);
  assert.match(found.find((message) => message.startsWith('8: '))!, /type/i);
});

test('the schema completes keys and names, each once, and explains a key', async () => {
  const file = newFile();
  const text = modeline + edited('  epochs: 5', '  epochs: 5\n  ').replace('bleu, chrf', '');
  await server.check(file, text);
  const lines = text.split('\n');
  const keys = await server.completions(file, { line: lines.indexOf('  '), character: 2 });
  for (const key of ['optimizer', 'clip', 'seeds']) {
    assert.deepEqual(
      keys.filter((label) => label === key),
      [key],
    );
  }
  assert.ok(!keys.includes('epochs'));
  const metrics = lines.indexOf('metrics: []');
  const names = await server.completions(file, { line: metrics, character: lines[metrics]!.length - 1 });
  assert.deepEqual(names.filter((label) => label === 'bleu' || label === 'chrf').sort(), ['bleu', 'chrf']);
  const epochs = { line: lines.indexOf('  epochs: 5'), character: 4 };
  assert.match((await server.hover(file, epochs))!, /passes|epoch/i);
});

test('without the schema it knows nothing of experiments', async () => {
  const file = newFile();
  assert.deepEqual(await server.check(file, baseText), []);
  const line = baseText.split('\n').findIndex((found) => found.includes('epochs'));
  assert.deepEqual(await server.completions(file, { line, character: 2 }), []);
  assert.equal(await server.hover(file, { line, character: 4 }), undefined);
});

const faulty: [string, string][] = [
  ['a bracket that is not closed', edited('[bleu, chrf]', '[bleu, chrf')],
  ['a quote that is not closed', edited('Base', '"Base')],
  ['a tab', edited('  epochs', '\tepochs')],
  ['wrong indentation', edited('  epochs', '   epochs')],
  ['no colon', edited('epochs: 5', 'epochs 5')],
  ['an unknown tag', edited('Base', '!bold Base')],
  ['a key twice', edited('  epochs: 5', '  epochs: 5\n  epochs: 6')],
  ['a key twice in a line', edited('{tokens: 500}', '{tokens: 500, tokens: 600}')],
];

for (const [name, text] of faulty) {
  test(`it tells of ${name} where the parser does, which the extension relies on`, async () => {
    const own = parse(text).problems.filter(({ code }) => code === 'yaml-syntax' || code === 'duplicate-key');
    const found = await server.check(newFile(), text);
    assert.ok(own.length > 0);
    assert.deepEqual(
      found.map(({ range, source }) => [range.start.line + 1, source]),
      own.map(({ range }) => [range.start.line, 'YAML']),
    );
    assert.ok(found.every(({ severity }) => severity <= 2));
  });
}
