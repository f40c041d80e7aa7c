import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TranslationDataSpec } from '../../src/experiment/data/translation.ts';
import { baseText, coveredText, edited, parse, usualChoices } from './base.ts';

const dataOf = (text: string) => parse(text).spec?.data as TranslationDataSpec;

test('every default is filled in', () => {
  const { spec, problems } = parse(baseText);
  assert.deepEqual(problems, []);
  const [bleu] = spec?.metrics ?? [];
  assert.ok(bleu?.kind === 'bleu' && bleu.tokenize === '13a' && bleu.lowercase === false);
  assert.deepEqual(
    { ...spec, metrics: spec?.metrics.map(({ kind }) => kind) },
    {
      experiment: 'Base',
      task: 'translation',
      data: {
        train: { source: 'train.de', target: 'train.en' },
        valid: { source: 'valid.de', target: 'valid.en' },
        subwords: { kind: 'words', minimumCount: 2 },
        tags: 'target',
        temperature: 1,
        maxLength: 60,
        longSentences: 'skip',
        badLines: 'error',
      },
      model: { kind: 'attention-lstm', embedding: 256, hidden: 32, dropout: 0.2, tieEmbeddings: true },
      training: {
        optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
        learningRate: { kind: 'constant', peak: 0.001, warmup: 0 },
        batch: { tokens: 500 },
        shapes: 6,
        accumulate: 1,
        epochs: 5,
        seeds: [1, 2, 3],
        evaluate: { every: 'epoch' },
        checkpoint: { seconds: 60 },
        best: 'bleu',
      },
      decoding: {
        beam: 5,
        lengthPenalty: { kind: 'none' },
        coverage: 0,
        minLength: { factor: 0, plus: 0 },
        maxLength: { factor: 1.5, plus: 10 },
        repetitionPenalty: 1,
        ngramBlock: 0,
        unknown: 'never',
        best: 1,
        validation: 'greedy',
      },
      metrics: ['bleu', 'chrf'],
      variants: {
        mle: usualChoices,
        ls: {
          ...usualChoices,
          targets: {
            kind: 'label-smoothing',
            epsilon: 0.1,
            denominator: 'V',
            form: 'ce',
            padColumn: 'keep',
            s4bug: false,
          },
        },
      },
      samples: 8,
      grids: {},
    },
  );
});

test('the best checkpoint is chosen by `best`, else the stop metric, else the first metric, else NLL', () => {
  const best = (text: string) => parse(text).spec?.training.best;
  const stop = 'epochs: 5\n  stop: {metric: chrf, patience: 2}';
  assert.equal(best(edited('epochs: 5', `${stop}\n  best: nll`)), 'nll');
  assert.equal(best(edited('epochs: 5', stop)), 'chrf');
  assert.equal(best(edited('[bleu, chrf]', '[chrf, bleu]')), 'chrf');
  assert.equal(best(edited('[bleu, chrf]', '[]')), 'nll');
  assert.equal(best(edited('metrics: [bleu, chrf]\n', '')), 'bleu');
});

test('every form of text pairs, batches and subwords is taken as it is written', () => {
  const pairs = [
    { file: 'pairs.tsv', format: 'tsv', source: 1, target: 'en' },
    {
      file: { path: 'p.jsonl', url: 'https://example.org/p', sha256: 'a'.repeat(64) },
      format: 'jsonl',
      source: 'de',
      target: 'en',
    },
    { generate: 'toy-grammar', sentences: 10, seed: 3 },
    { source: { path: 'a', url: 'https://example.org/a', sha256: '0'.repeat(64) }, target: 'b' },
  ];
  for (const pair of pairs) {
    const text = edited('{source: train.de, target: train.en}', JSON.stringify(pair));
    assert.deepEqual(dataOf(text).train, pair);
  }
  assert.deepEqual(parse(edited('{tokens: 500}', '{sentences: 8}')).spec?.training.batch, { sentences: 8 });
  const tokenizer = { kind: 'tokenizer', source: 'de.json', target: 'en.json' };
  assert.deepEqual(dataOf(edited('{kind: words}', JSON.stringify(tokenizer))).subwords, tokenizer);
  const bpe = { kind: 'bpe', size: 8000, joint: true, minimumFrequency: 2 };
  assert.deepEqual(dataOf(edited('{kind: words}', '{kind: bpe}')).subwords, bpe);
});

test('a name alone, an empty block and a block without parameters mean the same', () => {
  const written = ['{}', '', '{targets: one-hot}', '{targets: {kind: one-hot}, inputs: teacher-forcing}'];
  const variants = written.map((variant) => parse(edited('mle: {}', `mle: ${variant}`)).spec?.variants.mle);
  assert.deepEqual(variants, Array(4).fill(usualChoices));
});

test('aliases and merge keys: the block itself wins, then the earlier merged one', () => {
  const text = `x-a: &a {kind: attention-lstm, hidden: 1, embedding: 2}
x-b: &b {hidden: 3, embedding: 4, dropout: 0.5}
${edited('{kind: attention-lstm, hidden: 32}', '{<<: [*a, *b], hidden: 32}').replace('source: valid.de', 'source: &de valid.de')}`;
  const { spec, problems } = parse(text);
  assert.deepEqual(problems, []);
  assert.deepEqual(spec?.model, {
    kind: 'attention-lstm',
    hidden: 32,
    embedding: 2,
    dropout: 0.5,
    tieEmbeddings: true,
  });
  const aliased = edited('{source: train.de, target: train.en}', '&pair {source: a, target: b}').replace(
    'valid: {source: valid.de, target: valid.en}',
    'valid: *pair',
  );
  assert.deepEqual(dataOf(aliased).valid, { source: 'a', target: 'b' });
});

test('a fault in an aliased block is shown where it is written', () => {
  const parsed = parse(
    `x-a: &a {kind: attention-lstm, hidden: -1}\n${edited('{kind: attention-lstm, hidden: 32}', '*a')}`,
  );
  assert.deepEqual(
    parsed.problems.map((problem) => [problem.range.start.line, coveredText(problem, parsed)]),
    [[1, '-1']],
  );
});

const withoutTraining = baseText.replace(/training:\n( .*\n)+/, '');
const common =
  'training:\n  learningRate: {kind: cosine, peak: 1}\n  batch: {tokens: 9}\n  epochs: 2\n  seeds: [1, 2]\n';

test('includes bring what the file does not say; the file wins, key by key, and a later include over an earlier', () => {
  const files = {
    'lib/common.yaml': `include: deeper.yaml\n${common}`,
    'lib/deeper.yaml': 'training: {clip: 3, shapes: 2}\nsamples: 4\n',
    'late.yaml': 'training: {shapes: 9}\n',
  };
  const own = 'training: {seeds: [7], learningRate: {kind: constant, peak: 2}}\n';
  const { spec, problems } = parse(`include: [lib/common.yaml, late.yaml]\n${withoutTraining}${own}`, files);
  assert.deepEqual(problems, []);
  assert.equal(spec?.samples, 4);
  const { learningRate, batch, epochs, seeds, clip, shapes } = spec!.training;
  assert.deepEqual(
    { learningRate, batch, epochs, seeds, clip, shapes },
    {
      learningRate: { kind: 'constant', peak: 2, warmup: 0 },
      batch: { tokens: 9 },
      epochs: 2,
      seeds: [7],
      clip: 3,
      shapes: 9,
    },
  );
});

test('a key without a value takes away what was included', () => {
  const own = 'training: {epochs: null, steps: 50}\n';
  const { spec, problems } = parse(`include: common.yaml\n${withoutTraining}${own}`, { 'common.yaml': common });
  assert.deepEqual([problems, spec?.training.steps, spec?.training.epochs], [[], 50, undefined]);
});

test('a fault in an included file is shown in that file', () => {
  const files = { 'lib/common.yaml': common.replace('epochs: 2', 'epohcs: 2\n  epochs: 2') };
  const parsed = parse(`include: lib/common.yaml\n${withoutTraining}`, files);
  const [problem, ...others] = parsed.problems;
  assert.deepEqual(others, []);
  assert.deepEqual([problem?.file, problem?.range.start.line, problem?.range.start.column], ['lib/common.yaml', 4, 3]);
  assert.equal(problem && coveredText(problem, parsed), 'epohcs');
});

test('a file whose reading fails is a missing include', () => {
  const refuse = () => {
    throw new Error('EACCES');
  };
  const { problems } = parse(`include: a.yaml\n${baseText}`, new Proxy({}, { get: refuse }));
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['include-missing'],
  );
});

test('the examples have no problems', () => {
  const { spec: objectives, problems: found } = parse(readFileSync('examples/objectives.experiment.yaml', 'utf8'));
  assert.deepEqual(found, []);
  assert.equal(Object.keys(objectives?.variants ?? {}).length, 11);
  for (const name of ['quickstart', 'multi30k']) {
    const { spec, problems } = parse(readFileSync(`examples/${name}.experiment.yaml`, 'utf8'));
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(spec?.variants ?? {}), ['mle', 'ls']);
    assert.deepEqual(spec?.training.seeds, [1, 2, 3]);
  }
  for (const [name, variants] of Object.entries({ captioning: 4, coco: 22, tagging: 3, 'ner-de': 10 })) {
    const { spec, problems } = parse(readFileSync(`examples/${name}.experiment.yaml`, 'utf8'));
    assert.deepEqual(problems, []);
    assert.equal(Object.keys(spec?.variants ?? {}).length, variants);
  }
});

test('variants have names of letters of any language, digits, spaces and some signs', () => {
  const accepted = ['ls 0.1', 'τ=0.9', 'größer', '平滑', 'x'.repeat(64), '1'];
  const refused = ['', ' a', '-a', '.', 'a/b', 'a\\\\b', 'a\\u202eb', 'x'.repeat(65), '🙂'];
  for (const name of accepted) assert.deepEqual(parse(edited('mle:', `"${name}":`)).problems, [], name);
  for (const name of refused) {
    const codes = parse(edited('mle:', `"${name}":`)).problems.map(({ code }) => code);
    assert.deepEqual(codes, ['invalid-name'], name);
  }
});
