import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { readYaml } from '../../src/experiment/readYaml.ts';
import { baseText, edited, parse } from '../experiment/base.ts';
import { seeds } from '../experiment/mutations.ts';
import { accepted, complete, cursorSign } from './atCursor.ts';

const ls = 'ls: {targets: {kind: label-smoothing, epsilon: 0.1}}';
const model = 'model: {kind: attention-lstm, hidden: 32}';
const train = 'train: {source: train.de, target: train.en}';
const anchored = 'x-a: &a {epochs: 3}\n';

const pictures = (folder: string) =>
  `task: classification\ndata: {train: {format: images, folder: ${folder}}, valid: {share: 0.1}}\n`;

interface Case {
  name: string;
  text: string;
  /** Labels that are there, in this order where they are sorted, and labels that are not. */
  has?: string[];
  lacks?: string[];
  /** A label, and the changed line that it makes. */
  makes?: [string, string];
  nothing?: true;
}

const cases: Case[] = [
  { name: 'the first key of a file', text: '‸', has: ['experiment', 'task', 'data', 'include'] },
  { name: 'a word that has begun', text: 'ta‸', has: ['task'], makes: ['task', 'task: '] },
  {
    name: 'keys that are left at the top',
    text: `${baseText}‸`,
    has: ['decoding', 'samples'],
    lacks: ['task', 'model'],
  },
  {
    name: 'keys of a block, in block style',
    text: edited('epochs: 5', 'epochs: 5\n  ‸'),
    has: ['optimizer', 'clip'],
    lacks: ['epochs', 'steps', 'model'],
    makes: ['clip', '  clip: '],
  },
  {
    name: 'a block is begun on lines of its own',
    text: edited('epochs: 5', 'epochs: 5\n  st‸'),
    makes: ['stop', '  stop:\n    metric: \n    patience: '],
  },
  {
    name: 'keys in braces',
    text: edited(model, 'model: {‸}'),
    has: ['kind', 'embedding'],
    makes: ['kind', 'model: {kind: attention-lstm}'],
  },
  { name: 'keys in braces that are open', text: edited(ls, 'ls: {ta‸'), makes: ['targets', '  ls: {targets: '] },
  {
    name: 'keys behind a comma',
    text: edited('hidden: 32', 'hidden: 32, ‸'),
    has: ['dropout'],
    lacks: ['hidden', 'kind'],
  },
  {
    name: 'keys before others in braces',
    text: edited('{kind: attention-lstm', '{‸ kind: attention-lstm'),
    makes: ['dropout', 'model: {dropout: 0.2,  kind: attention-lstm, hidden: 32}'],
  },
  {
    name: 'commas that are missing on lines in braces',
    text: edited(model, 'model:\n  {\n    kind: attention-lstm\n    dr‸\n    hidden: 32\n  }'),
    makes: ['dropout', '    dropout: 0.2, '],
  },
  {
    name: 'a key that is renamed keeps its value',
    text: edited('hidden: 32', 'hi‸d: 32'),
    makes: ['hidden', 'model: {kind: attention-lstm, hidden: 32}'],
  },
  {
    name: 'kinds',
    text: edited('kind: label-smoothing', 'kind: ‸'),
    has: ['one-hot', 'label-smoothing', 'kd'],
    lacks: ['bleu'],
  },
  {
    name: 'kinds right behind the colon',
    text: edited('kind: words', 'kind:‸'),
    has: ['bpe', 'words', 'tokenizer'],
    makes: ['bpe', '  subwords: {kind: bpe}'],
  },
  {
    name: 'a kind that is half there',
    text: edited('kind: words', 'kind: wo‸rd'),
    makes: ['words', '  subwords: {kind: words}'],
  },
  {
    name: 'a name or a block of its kind',
    text: edited(ls, 'ls: {targets: ‸}'),
    has: ['one-hot', 'label-smoothing', '{ kind: kd }'],
    lacks: ['{ kind: one-hot }'],
  },
  {
    name: 'a block of a kind with its defaults',
    text: edited(ls, 'ls: {targets: ‸}'),
    makes: [
      '{ kind: label-smoothing }',
      '  ls: {targets: { kind: label-smoothing, epsilon: 0.1, denominator: V, form: ce, padColumn: keep, s4bug: false }}',
    ],
  },
  {
    name: 'the axes of a variant',
    text: edited(ls, 'ls:\n    ‸'),
    has: ['preset', 'targets', 'inputs'],
    lacks: ['{ kind: kd }', 'clip'],
  },
  {
    name: 'presets, in place of a block',
    text: edited(ls, 'ls: ‸'),
    has: ['tok-glove', '{ preset }'],
    lacks: ['kind'],
  },
  {
    name: 'presets by name',
    text: edited(ls, 'x: {preset: ‸}'),
    has: ['tok-glove', '{ name }'],
    makes: ['seq-hamming-V', '  x: {preset: seq-hamming-V}'],
  },
  { name: 'corpora of presets', text: edited(ls, 'x: {preset: {name: ls, corpus: ‸}}'), has: ['coco-att', 'wmt'] },
  {
    name: 'parameters of a kind that is a preset’s',
    text: edited(ls, 'x: {preset: seq-hamming-V, sequences: {‸}}'),
    has: ['temperature', 'alpha', 'kind'],
    lacks: ['gamma', 'rewardTemperature'],
  },
  { name: 'values to try', text: edited('epsilon: 0.1', 'epsilon: ‸'), has: ['0.1', '[ ]', '{ from, to, step }'] },
  {
    name: 'parameters of a kind',
    text: edited('epsilon: 0.1', '‸'),
    has: ['epsilon', 'denominator', 'form'],
    lacks: ['teacher', 'kind'],
  },
  {
    name: 'variants',
    text: edited('mle: {}', 'mle: {}\n  ‸'),
    has: ['label-smoothing', 'kd', 'soft-argmax', 'tok-glove'],
    lacks: ['mle', 'targets'],
  },
  { name: 'metrics that are left', text: edited('[bleu, chrf]', '[bleu, ‸]'), has: ['chrf'], lacks: ['bleu'] },
  {
    name: 'metrics, an item a line',
    text: edited('[bleu, chrf]', '\n  - bleu\n  - ‸'),
    has: ['chrf'],
    lacks: ['bleu'],
  },
  {
    name: 'what can improve',
    text: edited('epochs: 5', 'epochs: 5\n  stop: {metric: ‸}'),
    has: ['nll', 'bleu', 'chrf'],
  },
  { name: 'a default', text: edited('epsilon: 0.1', 'epsilon: ‸'), has: ['0.1'], makes: ['0.1', `  ${ls}`] },
  { name: 'true and false', text: edited('hidden: 32', 'tieEmbeddings: ‸'), has: ['true', 'false'] },
  { name: 'schedules', text: edited('0.001', '‸'), has: ['{ kind: cosine }', '{ kind: step }'] },
  { name: 'forms of texts', text: edited(train, 'train: ‸'), has: ['{ source, target }', '{ generate, sentences }'] },
  {
    name: 'files',
    text: edited('source: train.de', 'source: ‸'),
    has: ['train.de', 'train.en.gz', 'data/'],
    lacks: ['.git/'],
  },
  {
    name: 'files of a folder',
    text: edited('source: train.de', 'source: data/‸'),
    makes: ['val.de.gz', '  train: {source: data/val.de.gz, target: train.en}'],
  },
  {
    name: 'files in quotes',
    text: edited('source: train.de', 'source: "tr‸"'),
    makes: ['train.en.gz', '  train: {source: "train.en.gz", target: train.en}'],
  },
  {
    name: 'a file whose name needs quotes',
    text: edited('source: train.de', 'source: ‸'),
    makes: ['odd #1.txt', '  train: {source: "odd #1.txt", target: train.en}'],
  },
  {
    name: 'runs that can teach',
    text: edited(ls, 'kd: {targets: {kind: kd, teacher: ‸}}'),
    has: ['runs/base/mle-seed1-1234abcd', 'data/'],
    lacks: ['train.de'],
  },
  {
    name: 'runs to start from, in the short form',
    text: edited('epochs: 5', 'epochs: 5\n  start: ‸'),
    has: ['runs/base/mle-seed1-1234abcd', 'data/'],
    lacks: ['train.de'],
  },
  { name: 'folders of pictures', text: pictures('‸'), has: ['data/'], lacks: ['train.de'] },
  { name: 'files to include', text: `include: ‸\n${baseText}`, has: ['common.yaml', 'data/'], lacks: ['train.de'] },
  { name: 'files to include, in a list', text: `include: [‸]\n${baseText}`, has: ['common.yaml'], lacks: ['train.de'] },
  { name: 'aliases', text: `x-a: &lr 0.1\n${edited('0.001', '*‸')}`, makes: ['*lr', '  learningRate: *lr'] },
  { name: 'aliases alone behind a star', text: `x-a: &lr 0.1\n${edited('0.001', '*l‸')}`, lacks: ['{ kind: cosine }'] },
  { name: 'no alias before its anchor', text: `${edited('0.001', '‸')}x-a: &lr 0.1\n`, lacks: ['*lr'] },
  { name: 'a block to merge', text: anchored + edited('epochs: 5', '<<: ‸'), has: ['*a'], lacks: ['optimizer'] },
  { name: 'the merge key', text: anchored + edited('epochs: 5', '‸'), has: ['<<'] },
  {
    name: 'keys of a block that is merged elsewhere',
    text: `x-a: &a {epochs: 3, ‸}\n${edited('epochs: 5', '<<: *a')}`,
    has: ['clip'],
    lacks: ['epochs', 'task'],
  },
  {
    name: 'quoted keys',
    text: edited('hidden: 32', '"hid‸": 32'),
    makes: ['hidden', 'model: {kind: attention-lstm, "hidden": 32}'],
  },
  { name: 'CR LF', text: edited('epochs: 5', 'epochs: 5\n  ‸').replaceAll('\n', '\r\n'), has: ['clip'] },
  { name: 'comments', text: `# ta‸\n${baseText}`, nothing: true },
  { name: 'comments behind a value', text: edited('epochs: 5', 'epochs: 5 # ‸'), nothing: true },
  { name: 'a text of one’s own', text: edited('experiment: Base', 'experiment: Ba‸se'), nothing: true },
  { name: 'a place too deep for a key', text: edited('epochs: 5', 'epochs: 5\n      ‸'), nothing: true },
  { name: 'a key that is unknown', text: edited('epochs: 5', 'epoks: {‸}'), nothing: true },
  { name: 'several lines of text', text: edited('experiment: Base', 'experiment: |\n  ta‸'), nothing: true },
];

for (const { name, text, has = [], lacks = [], makes, nothing } of cases) {
  test(`completion: ${name}`, async () => {
    const items = await complete(text);
    const labels = items.map(({ label }) => label);
    assert.deepEqual(
      has.filter((label) => !labels.includes(label)),
      [],
      `missing among ${labels.join(', ')}`,
    );
    assert.deepEqual(
      lacks.filter((label) => labels.includes(label)),
      [],
    );
    assert.equal(new Set(items.map(({ label, kind }) => `${kind} ${label}`)).size, labels.length, labels.join(', '));
    if (nothing) assert.deepEqual(labels, []);
    if (makes === undefined) return;
    const item = items.find(({ label }) => label === makes[0]);
    assert.ok(item, labels.join(', '));
    const line = text.slice(0, text.indexOf(cursorSign)).split('\n').length - 1;
    const result = accepted(text, item)
      .split('\n')
      .slice(line, line + makes[1].split('\n').length);
    assert.equal(result.join('\n'), makes[1]);
  });
}

test('an empty file can become an experiment at once', async () => {
  for (const text of ['‸', '# A comment.\n\nqui‸']) {
    const item = (await complete(text)).find(({ label }) => label === 'Quickstart');
    assert.ok(item);
    assert.deepEqual(parse(accepted(text, item)).problems, []);
  }
  assert.ok((await complete(`${baseText}‸`)).every(({ label }) => label !== 'Quickstart'));
});

test('what is required comes first', async () => {
  const items = await complete('task: translation\n‸');
  const sorted = items.sort((a, b) => (a.sort < b.sort ? -1 : 1)).map(({ label }) => label);
  assert.deepEqual(sorted.slice(0, 5), ['experiment', 'data', 'model', 'training', 'variants']);
});

test('keys and choices are explained', async () => {
  const silent: string[] = [];
  for (const text of ['‸', edited('epsilon: 0.1', '‸'), edited('kind: words', 'kind: ‸'), edited('0.001', '‸')]) {
    for (const { label, kind, documentation = '' } of await complete(text)) {
      if (['key', 'choice', 'block'].includes(kind) && documentation.length < 10) silent.push(label);
    }
  }
  assert.deepEqual(silent, []);
});

/** A new line behind every line, as deep as it or as the next, and every place in braces. */
function places(text: string): string[] {
  const lines = text.split('\n').slice(0, -1);
  const fresh = lines.map((line, index) => {
    const [own, next] = [line, lines[index + 1] ?? ''].map((each) => /^\s*/.exec(each)?.[0] ?? '');
    const indent = own!.length > next!.length ? own : next;
    return [...lines.slice(0, index + 1), `${indent}${cursorSign}`, ...lines.slice(index + 1), ''].join('\n');
  });
  const inBraces = [...text.matchAll(/\{(?=[^{}]*\})|, (?=\w)/g)].map(({ index, 0: found }) =>
    found === '{'
      ? `${text.slice(0, index + 1)}${cursorSign}${/^\s*\}/.test(text.slice(index + 1)) ? '' : ', '}${text.slice(index + 1)}`
      : `${text.slice(0, index + 2)}${cursorSign}, ${text.slice(index + 2)}`,
  );
  return [...fresh, ...inBraces];
}

test('whatever is taken in a valid file leaves YAML that can be read, with a key that belongs there', async () => {
  let taken = 0;
  for (const seed of seeds) {
    for (const place of places(seed)) {
      for (const item of await complete(place)) {
        const text = accepted(place, item);
        const errors = parseDocument(text, { merge: true }).errors.map(({ message }) => message);
        assert.deepEqual(errors, [], `${item.label} in\n${place}\nmakes\n${text}`);
        const { problems } = readYaml('a', text);
        assert.deepEqual(
          problems.filter(({ code }) => code === 'duplicate-key'),
          [],
          text,
        );
        taken += 1;
      }
    }
  }
  assert.ok(taken > 300, String(taken));
});
