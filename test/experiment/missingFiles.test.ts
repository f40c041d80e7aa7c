import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fixesFor } from '../../src/authoring/fixes.ts';
import { type Files, localFiles } from '../../src/experiment/localFiles.ts';
import { withMissingFiles } from '../../src/experiment/missingFiles.ts';
import { runFiles } from '../../src/runs/events.ts';
import { temporaryFolder } from '../cli.ts';
import { baseFiles, baseText, coveredText, edited, parse } from './base.ts';

const folder = temporaryFolder();
const parent = dirname(folder);
for (const name of ['data', 'fc', 'runs/base/mle-seed1', 'unfinished'])
  mkdirSync(join(folder, name), { recursive: true });
const files = [...baseFiles, 'odd #1.txt', 'data/glove.txt', `runs/base/mle-seed1/${runFiles.manifest}`];
for (const name of files) writeFileSync(join(folder, name), '');

const look = (text: string, included: Record<string, string> = {}, from: Files = localFiles) =>
  withMissingFiles(parse(text, included), { folder, files: from });

/** Of each missing file the text at its place, what is said, and what it may have been meant to be. */
async function missing(text: string, included?: Record<string, string>): Promise<(string | undefined)[][]> {
  const parsed = await look(text, included);
  return parsed.problems
    .filter(({ code }) => code === 'missing-file')
    .map((problem) => [
      coveredText(problem, parsed),
      problem.message.replace(`${folder}/`, '').replace(folder, '.'),
      problem.suggestion,
    ]);
}

const train = 'train: {source: train.de, target: train.en}';
const variant = (text: string) => edited('ls: {targets: {kind: label-smoothing, epsilon: 0.1}}', text);

const ofTask = (task: string, data: string, model: string) => `experiment: Other
task: ${task}
data: ${data}
model: ${model}
training: {learningRate: 0.1, batch: {${task === 'classification' ? 'examples' : 'tokens'}: 10}, epochs: 1}
variants: {mle: {}}
`;
const captions = (features: string) =>
  ofTask('captioning', `{pictures: {captions: train.en, ${features}}}`, '{kind: caption-lstm}');
const pictures = (text: string) =>
  ofTask('classification', `{train: ${text}, valid: {share: 0.1}}`, '{kind: resnet-18}');

const cases: { name: string; text: string; missing: (string | undefined)[][] }[] = [
  { name: 'an experiment whose files are there', text: baseText, missing: [] },
  {
    name: 'a slip in a name, and a name like no other',
    text: edited(train, 'train: {source: trian.de, target: english}'),
    missing: [
      ['trian.de', 'there is no file trian.de', 'train.de'],
      ['english', 'there is no file english', undefined],
    ],
  },
  {
    name: 'a slip in the name of a folder above',
    text: edited('subwords:', 'vectors: {file: ./dtaa/glove.txt}\n  subwords:'),
    missing: [['./dtaa/glove.txt', 'there is no file dtaa/glove.txt', 'data/glove.txt']],
  },
  {
    name: 'a folder in the place of a file',
    text: edited('train.de', 'data'),
    missing: [['data', 'data is a folder', undefined]],
  },
  {
    name: 'what is downloaded need not be there',
    text: edited(
      'source: train.de',
      `source: {path: later.gz, url: "https://example.org/later.gz", sha256: ${'0'.repeat(64)}}`,
    ),
    missing: [],
  },
  {
    name: 'texts of language pairs, and a column that is called like a file',
    text: baseText
      .replace(train, 'train: {pairs: {de-en: {file: a.tsv, format: tsv, source: no.de, target: 2}}}')
      .replace(
        'valid: {source: valid.de, target: valid.en}',
        'valid: {pairs: {de-en: {source: valid.de, target: no.en}}}',
      ),
    missing: [
      ['a.tsv', 'there is no file a.tsv', undefined],
      ['no.en', 'there is no file no.en', undefined],
    ],
  },
  {
    name: 'vocabularies, told beside an error elsewhere',
    text: edited('{kind: words}', '{kind: tokenizer, source: de.json, target: train.en}').replace(
      'epochs: 5',
      'epochs: -5',
    ),
    missing: [['de.json', 'there is no file de.json', undefined]],
  },
  {
    name: 'a teacher: variants and run folders are there, others are not',
    text: variant(
      ['mle', 'mel', 'runs/base/mle-seed1', 'runs/base/mle-seed2', 'unfinished']
        .map((teacher, index) => `kd${index}: {targets: {kind: kd, teacher: ${teacher}}}`)
        .join('\n  '),
    ),
    missing: [
      ['mel', 'there is no variant or folder mel', 'mle'],
      ['runs/base/mle-seed2', 'there is no variant or folder runs/base/mle-seed2', 'runs/base/mle-seed1'],
      ['unfinished', `unfinished is no run folder: it has no ${runFiles.manifest}`, undefined],
    ],
  },
  {
    name: 'a start of all variants and of one, and a run whose vectors are taken, which no variant is',
    text: variant(
      'tuned: {training: {start: {run: runs/gone}}}\n  near: {targets: {kind: word-similarity, vectors: {run: mle}}}',
    ).replace('epochs: 5', 'epochs: 5\n  start: runs/none'),
    missing: [
      ['runs/none', 'there is no variant or folder runs/none', undefined],
      ['runs/gone', 'there is no variant or folder runs/gone', undefined],
      ['mle', 'there is no folder mle', undefined],
    ],
  },
  {
    name: 'a grid: its members, each once',
    text: variant('kd: {targets: {kind: kd, teacher: [mle, runs/a], alpha: [0.1, 0.9]}}'),
    missing: [['runs/a', 'there is no variant or folder runs/a', undefined]],
  },
  {
    name: 'features in a file for each picture, in a folder that is there',
    text: captions('fc: {files: "fc/{id}.npy"}, regions: {file: all.npz}'),
    missing: [['all.npz', 'there is no file all.npz', undefined]],
  },
  {
    name: 'features in a folder that is not there, and beside the experiment',
    text: captions('fc: {files: "dat/{id}.npy"}, regions: {files: "{name}.npy"}'),
    missing: [['"dat/{id}.npy"', 'there is no folder dat', 'data/{id}.npy']],
  },
  {
    name: 'a folder of pictures',
    text: pictures('{format: images, folder: date}'),
    missing: [['date', 'there is no folder date', 'data']],
  },
  {
    name: 'a list of files',
    text: pictures('{format: cifar-10, files: [train.de, gone.bin]}'),
    missing: [['gone.bin', 'there is no file gone.bin', undefined]],
  },
  {
    name: 'what can be no path',
    text: edited(train, `train: {source: "a\\0b", target: ${'../x/'.repeat(900)}y}`),
    missing: [
      ['"a\\0b"', 'there is no file a\0b', undefined],
      [`${'../x/'.repeat(900)}y`, `there is no file ${join(parent, 'x', 'y')}`, undefined],
    ],
  },
];

for (const { name, text, missing: expected } of cases)
  test(`missing files: ${name}`, async () => assert.deepEqual(await missing(text), expected));

test('a name that needs quotes gets them when it is put in', async () => {
  const written = ['odd 1.txt', "'odd 1.txt'", '"odd 1.txt"'];
  const made = written.map(async (name) => {
    const text = edited('train.de', name);
    const [problem] = (await look(text)).problems;
    const { start, end, text: replaced } = fixesFor(text, problem!)[0]!.edit;
    return text.slice(0, start) + replaced + text.slice(end);
  });
  assert.deepEqual(
    await Promise.all(made),
    ['"odd #1.txt"', "'odd #1.txt'", '"odd #1.txt"'].map((name) => edited('train.de', name)),
  );
});

test('what an included file names is told of there, and goes from the experiment that includes it', async () => {
  const common = { 'sub/common.yaml': 'data: {valid: {source: valid.de, target: vaild.en}}\n' };
  const text = `include: sub/common.yaml\n${edited('  valid: {source: valid.de, target: valid.en}\n', '')}`;
  const { spec, problems } = await look(text, common);
  assert.ok(spec);
  assert.deepEqual(
    problems.map(({ file, range: { start }, severity, suggestion }) => [
      file,
      start.line,
      start.column,
      severity,
      suggestion,
    ]),
    [['sub/common.yaml', 1, 42, 'warning', 'valid.en']],
  );
});

test('a path that is too long is told by its end', async () => {
  const { problems } = await look(edited('train.de', `${'x'.repeat(5000)}.de`));
  assert.match(problems[0]!.message, /^there is no file …x{100,300}\.de$/);
});

test('files that cannot be looked at are not missed, and only so many are looked at', async () => {
  let asked = 0;
  const closed: Files = {
    look: async () => {
      asked += 1;
      return 'unknown';
    },
    list: async () => [],
  };
  const pairs = Array.from({ length: 1000 }, (_, index) => `l${index}-en: {source: a${index}, target: b${index}}`);
  const { problems } = await look(edited(train, `train: {pairs: {${pairs.join(', ')}}}`), {}, closed);
  assert.ok(problems.every(({ code }) => code !== 'missing-file'));
  assert.equal(asked, 200);
});
