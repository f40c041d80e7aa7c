import assert from 'node:assert/strict';
import { test } from 'node:test';
import { axes } from '../../src/experiment/axes.ts';
import { translationModels } from '../../src/models/registry.ts';
import { tasks } from '../../src/tasks/registry.ts';
import { baseText, coveredText, edited, parse } from './base.ts';

/** An edit of the base, and each problem that it makes: `severity code`, covered text, expected, suggestion. */
interface Golden {
  name: string;
  text: string;
  files?: Record<string, string>;
  problems: (string | undefined)[][];
}

const learningRate = 'learningRate: 0.001';
const epochs = 'epochs: 5';
const ls = 'ls: {targets: {kind: label-smoothing, epsilon: 0.1}}';
const valid = 'valid: {source: valid.de, target: valid.en}';
const variantName = 'a name of letters, digits, spaces and . _ + = ( ) -, 64 characters at most';
const targetsList = `one of: ${Object.keys(axes.targets.methods).join(', ')}`;
const length = 'a whole number of steps, or a share of the planned steps below 1';

const goldens: Golden[] = [
  {
    name: 'a key that does not exist, at the top',
    text: edited('metrics:', 'metrisc:'),
    problems: [
      [
        'error unknown-key',
        'metrisc',
        'one of: experiment, task, data, model, training, decoding, metrics, variants, samples',
        'metrics',
      ],
    ],
  },
  {
    name: 'a misspelt key, not also reported as missing',
    text: edited(valid, 'valid: {source: valid.de, targte: valid.en}'),
    problems: [['error unknown-key', 'targte', 'one of: source, target', 'target']],
  },
  {
    name: "a key of another kind's block",
    text: edited('{kind: words}', '{kind: words, joint: true}'),
    problems: [['error unknown-key', 'joint', 'one of: size, minimumCount, kind', undefined]],
  },
  {
    name: 'a missing block, at the top',
    text: edited('model: {kind: attention-lstm, hidden: 32}\n', ''),
    problems: [['error missing-key', 'experiment: Base', 'a block with `kind`', undefined]],
  },
  {
    name: 'a block that is as far from one form as from another',
    text: edited('batch: {tokens: 500}', 'batch: {}'),
    problems: [
      [
        'error wrong-form',
        '{}',
        'a block with `tokens`, or a block with `sentences`, or a block with `examples`',
        undefined,
      ],
    ],
  },
  {
    name: 'a parameter that a name alone leaves out',
    text: edited(ls, 'kd: {targets: kd}'),
    problems: [['error missing-key', 'kd', 'a text', undefined]],
  },
  {
    name: 'a block without its kind',
    text: edited('{kind: words}', '{size: 100}'),
    problems: [['error missing-key', 'subwords', 'one of: bpe, words, tokenizer', undefined]],
  },
  {
    name: 'a key without a value',
    text: edited('experiment: Base', 'experiment:'),
    problems: [['error missing-value', 'experiment', 'a text', undefined]],
  },
  {
    name: 'similarity of words without vectors of words',
    text: edited(ls, 'tok: {targets: word-similarity}\n  raml: {sequences: {kind: hamming, pool: V-tok}}'),
    problems: [
      ['error needs-vectors', 'word-similarity', 'a file of word vectors in `data.vectors`', undefined],
      ['error needs-vectors', '{kind: hamming, pool: V-tok}', 'a file of word vectors in `data.vectors`', undefined],
    ],
  },
  {
    name: 'similarity by a preset without vectors of words',
    text: edited(ls, 'tok: {preset: tok-glove}'),
    problems: [['error needs-vectors', 'preset', 'a file of word vectors in `data.vectors`', undefined]],
  },
  {
    name: 'a growth that ends after the planned steps',
    text: edited(ls, 'x: {targets: {kind: label-smoothing, ramp: {steps: 20}}}').replace(epochs, 'steps: 10'),
    problems: [['warning without-effect', '20', undefined, undefined]],
  },
  {
    name: 'a decay that hardly falls in the planned epochs',
    text: edited(ls, 'x: {inputs: {kind: scheduled-greedy, decay: {kind: inverse-sigmoid, k: 100000}}}'),
    problems: [['warning without-effect', '{kind: inverse-sigmoid, k: 100000}', undefined, undefined]],
  },
  {
    name: 'lazy samples that are mixed at random',
    text: edited(ls, 'x: {preset: seq-hamming-V, sequences: {lazy: true, mix: stochastic}}'),
    problems: [['warning without-effect', 'true', undefined, undefined]],
  },
  {
    name: 'an unknown kind of a registry',
    text: edited('kind: label-smoothing', 'kind: label-smothing'),
    problems: [['error unknown-kind', 'label-smothing', targetsList, 'label-smoothing']],
  },
  {
    name: 'an unknown name in place of a block',
    text: edited('[bleu, chrf]', '[bleu, chfr]'),
    problems: [
      [
        'error unknown-kind',
        'chfr',
        'one of: bleu, chrf, bleu-1, bleu-2, bleu-3, bleu-4, rouge-l, cider, cider-d',
        'chrf',
      ],
    ],
  },
  {
    name: 'a value that is not of an enumeration',
    text: edited('task: translation', 'task: translaton'),
    problems: [['error invalid-value', 'translaton', `one of: ${Object.keys(tasks).join(', ')}`, 'translation']],
  },
  {
    name: 'a value that is of none of several forms',
    text: edited(epochs, `${epochs}\n  evaluate: {every: epohc}`),
    problems: [['error invalid-value', 'epohc', '`epoch`, or a block with `steps`', 'epoch']],
  },
  {
    name: 'an unknown format of a file, among blocks told apart by it',
    text: edited(valid, 'valid: {file: v, format: jsnol, source: de, target: en}'),
    problems: [['error invalid-value', 'jsnol', 'one of: tsv, jsonl', 'jsonl']],
  },
  {
    name: 'a value of the wrong type',
    text: edited(epochs, `${epochs}\n  seeds: 5`),
    problems: [['error wrong-type', '5', 'a list of whole numbers', undefined]],
  },
  {
    name: 'a fraction where a whole number is due',
    text: edited(epochs, 'epochs: 2.5'),
    problems: [['error wrong-type', '2.5', 'a whole number from 1 to 1000000', undefined]],
  },
  {
    name: 'a number outside its range',
    text: edited('epsilon: 0.1', 'epsilon: 1.5'),
    problems: [['error out-of-range', '1.5', 'a number from 0 to 1', undefined]],
  },
  {
    name: 'a number outside the range of a half-open interval',
    text: edited('hidden: 32', 'dropout: 1'),
    problems: [['error out-of-range', '1', 'a number from 0 to below 1', undefined]],
  },
  {
    name: 'a negative learning rate, written as a number alone',
    text: edited(learningRate, 'learningRate: -1'),
    problems: [['error out-of-range', '-1', 'a number above 0, or a block with `kind`', undefined]],
  },
  {
    name: 'an empty list',
    text: edited(epochs, `${epochs}\n  seeds: []`),
    problems: [['error wrong-length', '[]', 'at least 1 entries', undefined]],
  },
  {
    name: 'a fractional count of steps',
    text: edited(learningRate, 'learningRate: {kind: constant, peak: 1, warmup: 1.5}'),
    problems: [['error invalid-length', '1.5', length, undefined]],
  },
  {
    name: 'a checksum that is none',
    text: edited('source: valid.de', 'source: {path: a, url: "https://example.org/a", sha256: abc}'),
    problems: [['error invalid-format', 'abc', 'SHA-256 of the file, 64 hexadecimal digits', undefined]],
  },
  {
    name: 'a name with a slash',
    text: edited('mle: {}', 'm/le: {}'),
    problems: [['error invalid-name', 'm/le', variantName, undefined]],
  },
  {
    name: 'no variants',
    text: edited(`variants:\n  mle: {}\n  ${ls}`, 'variants: {}'),
    problems: [['error empty', '{}', 'at least one variant, e.g. `mle: {}`', undefined]],
  },
  {
    name: 'epochs and steps',
    text: edited(epochs, `${epochs}\n  steps: 100`),
    problems: [['error choose-one', 'training', 'exactly one of `epochs` and `steps`', undefined]],
  },
  {
    name: 'neither epochs nor steps',
    text: edited(`  ${epochs}\n`, ''),
    problems: [['error choose-one', 'training', 'exactly one of `epochs` and `steps`', undefined]],
  },
  {
    name: 'a smoothing of 0',
    text: edited('epsilon: 0.1', 'epsilon: 0'),
    problems: [['warning without-effect', '0', undefined, undefined]],
  },
  {
    name: 'two names of one objective',
    text: edited(ls, `${ls}\n  same: {targets: label-smoothing, inputs: teacher-forcing}`),
    problems: [['error same-variant', 'same', undefined, undefined]],
  },
  {
    name: 'a stop metric that is not measured',
    text: edited('[bleu, chrf]', '[bleu]').replace(epochs, `${epochs}\n  stop: {metric: chrf, patience: 2}`),
    problems: [['error metric-not-measured', 'chrf', 'one of: nll, bleu', undefined]],
  },
  {
    name: 'a best metric that is not measured',
    text: edited('[bleu, chrf]', '[chrf]').replace(epochs, `${epochs}\n  best: bleu`),
    problems: [['error metric-not-measured', 'bleu', 'one of: nll, chrf', undefined]],
  },
  {
    name: 'a patience as long as the training',
    text: edited(epochs, `${epochs}\n  stop: {metric: nll, patience: 4}`),
    problems: [['warning patience-unreachable', '4', undefined, undefined]],
  },
  {
    name: 'a patience that stops one evaluation early has an effect',
    text: edited(epochs, `${epochs}\n  stop: {metric: nll, patience: 3}`),
    problems: [],
  },
  {
    name: 'a warm-up longer than the training',
    text: edited(learningRate, 'learningRate: {kind: inverse-sqrt, peak: 1, warmup: 101}').replace(
      epochs,
      'steps: 100',
    ),
    problems: [['warning outside-plan', '101', undefined, undefined]],
  },
  {
    name: 'a decay that ends after the training, whatever its length',
    text: edited(learningRate, 'learningRate: {kind: cosine, peak: 1, warmup: 0.4, decay: 0.7}'),
    problems: [['warning outside-plan', '0.7', undefined, undefined]],
  },
  {
    name: 'a step of the learning rate after the training',
    text: edited(learningRate, 'learningRate: {kind: step, peak: 1, at: [0.5, 200]}').replace(epochs, 'steps: 100'),
    problems: [['warning outside-plan', '200', undefined, undefined]],
  },
  {
    name: 'evaluations that never come',
    text: edited(epochs, 'steps: 100\n  evaluate: {every: {steps: 200}}'),
    problems: [['warning outside-plan', '200', undefined, undefined]],
  },
  {
    name: 'penalties with a beam of 1',
    text: edited('metrics:', 'decoding: {beam: 1, lengthPenalty: mean, coverage: 0.2}\nmetrics:'),
    problems: [
      ['warning without-effect', 'mean', undefined, undefined],
      ['warning without-effect', '0.2', undefined, undefined],
    ],
  },
  {
    name: 'a beam with nothing to decode',
    text: edited('metrics:', 'decoding: {beam: 8, lengthPenalty: mean}\nmetrics:'),
    problems: [
      ['warning without-effect', '8', undefined, undefined],
      ['warning without-effect', 'mean', undefined, undefined],
    ],
  },
  {
    name: 'a beam of 1 for validation',
    text: edited('metrics:', 'decoding: {beam: 1, validation: beam}\nmetrics:'),
    problems: [['warning without-effect', 'beam', undefined, undefined]],
  },
  {
    name: 'decoding that nothing asks for',
    text: edited('metrics: [bleu, chrf]', 'metrics: []\nsamples: 0\ndecoding: {maxLength: {plus: 3}}'),
    problems: [['warning without-effect', '{maxLength: {plus: 3}}', undefined, undefined]],
  },
  {
    name: 'more hypotheses than the beam has',
    text: edited('metrics:', 'decoding: {validation: beam, beam: 3, best: 4}\nmetrics:'),
    problems: [['error out-of-range', '4', 'a whole number from 1 to 3', undefined]],
  },
  {
    name: 'a metric and a seed twice',
    text: edited('[bleu, chrf]', '[bleu, {kind: bleu, lowercase: true}]').replace(
      epochs,
      `${epochs}\n  seeds: [1, 2, 1]`,
    ),
    problems: [
      ['error repeated', '1', undefined, undefined],
      ['error repeated', '{kind: bleu, lowercase: true}', undefined, undefined],
    ],
  },
  {
    name: 'no text at all',
    text: '',
    problems: [['error empty', '', 'keys like `experiment:` and `data:`', undefined]],
  },
  {
    name: 'a list in place of an experiment',
    text: '- 1\n- 2\n',
    problems: [['error wrong-type', '- 1', 'keys like `experiment:` and `data:`', undefined]],
  },
  {
    name: 'a bracket that is not closed',
    text: 'experiment: [a\n',
    problems: [['error yaml-syntax', '', undefined, undefined]],
  },
  {
    name: 'an unknown tag',
    text: edited('experiment: Base', 'experiment: !bold Base'),
    problems: [['warning yaml-syntax', '!bold', undefined, undefined]],
  },
  {
    name: 'a key twice',
    text: edited(epochs, `${epochs}\n  epochs: 6`),
    problems: [['error duplicate-key', 'epochs', undefined, undefined]],
  },
  {
    name: 'a key that is a list',
    text: edited('mle: {}', '[a]: {}'),
    problems: [['error invalid-key', '[a]', 'a name', undefined]],
  },
  {
    name: "a key that is the name of an object's prototype",
    text: edited('mle: {}', '__proto__: {}'),
    problems: [['error invalid-key', '__proto__', 'a name', undefined]],
  },
  {
    name: 'an alias of nothing',
    text: edited(valid, 'valid: *trian').replace('train: {', 'train: &train {'),
    problems: [['error unknown-anchor', '*trian', 'one of: train', 'train']],
  },
  {
    name: 'an alias within its own anchor',
    text: edited('mle: {}', 'mle: &mle {inputs: *mle}'),
    problems: [['error recursive-alias', '*mle', 'one of: mle', undefined]],
  },
  {
    name: 'a merge of a value',
    text: edited('mle: {}', 'mle: {<<: 3}'),
    problems: [['error invalid-merge', '3', 'an alias of a block, or a list of such', undefined]],
  },
  {
    name: 'an anchor block that nothing uses',
    text: `x-common: &common {hidden: 3}\n${baseText}`,
    problems: [['warning unused-block', 'x-common', undefined, undefined]],
  },
  {
    name: 'an include that is missing',
    text: `include: [nowhere.yaml]\n${baseText}`,
    problems: [['error include-missing', 'nowhere.yaml', undefined, undefined]],
  },
  {
    name: 'an include that is no path',
    text: `include: 3\n${baseText}`,
    problems: [['error wrong-type', '3', 'a path, or a list of paths', undefined]],
  },
  {
    name: 'includes in a circle',
    text: `include: a.yaml\n${baseText}`,
    files: { 'a.yaml': 'include: b.yaml', 'b.yaml': 'include: [a.yaml]' },
    problems: [['error include-cycle', 'a.yaml', undefined, undefined]],
  },
];

/** Problems that come with others in these texts; the golden ones are those of the edit. */
const accompanying = new Set(['missing-value', 'missing-key', 'wrong-type']);

for (const { name, text, files, problems } of goldens) {
  test(name, () => {
    const parsed = parse(text, files);
    const codes = new Set(problems.map(([first]) => first?.split(' ')[1]));
    const found = parsed.problems.filter(({ code }) => codes.has(code) || !accompanying.has(code));
    assert.deepEqual(
      found.map((problem) => [
        `${problem.severity} ${problem.code}`,
        coveredText(problem, parsed),
        problem.expected,
        problem.suggestion,
      ]),
      problems,
    );
    assert.equal(
      parsed.spec === undefined,
      parsed.problems.some(({ severity }) => severity === 'error'),
    );
  });
}

test('a text beyond 1 MiB, blocks 51 deep, and a nesting that breaks the parser are refused', () => {
  assert.deepEqual(
    parse(`a: ${'x'.repeat(2 ** 20)}`).problems.map(({ code }) => code),
    ['too-large'],
  );
  const deep = (levels: number) => edited('mle: {}', `mle: ${'['.repeat(levels)}${']'.repeat(levels)}`);
  assert.ok(parse(deep(60)).problems.some(({ code }) => code === 'too-deep'));
  assert.ok(parse(deep(20_000)).problems.some(({ code }) => code === 'too-deep'));
});

test('aliases of aliases that stand for a billion values are refused at once', () => {
  const levels = Array.from({ length: 10 }, (_, level) => {
    const items = level === 0 ? Array(10).fill('1') : Array(10).fill(`*l${level - 1}`);
    return `x-${level}: &l${level} [${items.join(', ')}]\n`;
  });
  const { problems, spec } = parse(`${levels.join('')}${edited('mle: {}', 'mle: *l9')}`);
  assert.deepEqual([problems.map(({ code }) => code), spec], [['too-large'], undefined]);
});

test('merges and includes that are small as text and endless to work out are refused at once', () => {
  const keys = Array.from({ length: 300 }, (_, index) => `k${index}: 1`).join(', ');
  const users = Array.from({ length: 300 }, (_, index) => `x-${index}: {<<: *big}\n`).join('');
  const merging = parse(`x-big: &big {${keys}}\n${users}${baseText}`);
  assert.ok(merging.problems.some(({ code }) => code === 'too-large'));

  const levels = Array.from({ length: 12 }, (_, level) => {
    const inner = level === 0 ? '1' : `*l${level - 1}`;
    return `x-${level}: &l${level} {${Array.from({ length: 10 }, (_, index) => `k${index}: ${inner}`).join(', ')}}\n`;
  }).join('');
  const including = parse(`include: a.yaml\n${levels}${baseText}samples: *l11\n`, {
    'a.yaml': `${levels}samples: *l11\n`,
  });
  assert.deepEqual([...new Set(including.problems.map(({ code }) => code))], ['too-large']);

  const chain = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`${index}.yaml`, `include: ${index + 1}.yaml`]),
  );
  const { problems } = parse(`include: 0.yaml\n${baseText}`, chain);
  assert.deepEqual(
    problems.map(({ code, file }) => `${code} ${file}`),
    ['too-large 49.yaml'],
  );
});

test('names as long as the file are neither repeated in full nor compared with the valid ones', () => {
  const long = 'x'.repeat(500_000);
  const { problems } = parse(`? ${long}\n: 1\n${edited('task: translation', `task: ${long}`)}`);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['unknown-key', 'invalid-value'],
  );
  for (const { message } of problems) assert.ok(message.length < 200);
});

test('inputs that depend on the output need a model that runs position by position', () => {
  const model = translationModels['attention-lstm'];
  const text = edited('mle: {}', 'mle: {inputs: soft-argmax}');
  assert.deepEqual(parse(text).problems, []);
  model.stepwise = false;
  try {
    const parsed = parse(text);
    const [problem] = parsed.problems;
    assert.deepEqual([parsed.problems.length, problem?.code], [1, 'needs-stepwise-model']);
    assert.equal(problem && coveredText(problem, parsed), 'soft-argmax');
    assert.deepEqual(parse(baseText).problems, []);
  } finally {
    model.stepwise = true;
  }
});

test('a transformer: heads divide its size, no inputs of its own making, shared vectors of one vocabulary', () => {
  const transformer = (settings: string, subwords: string, inputs = '') =>
    parse(
      edited('mle: {}', `mle: {${inputs}}`)
        .replace(/^model: .*$/m, `model: { kind: transformer${settings} }`)
        .replace(/subwords: \{[^}]*\}/, `subwords: ${subwords}`),
    ).problems.map(({ code }) => code);
  const [joint, apart] = ['{ kind: bpe, size: 10 }', '{ kind: bpe, size: 10, joint: false }'];
  assert.deepEqual(transformer('', joint), []);
  assert.deepEqual(transformer(', heads: 3', joint), ['indivisible']);
  assert.deepEqual(transformer('', joint, 'inputs: scheduled-greedy'), ['needs-stepwise-model']);
  assert.deepEqual(transformer(', shareEmbeddings: all', joint), []);
  assert.deepEqual(transformer(', shareEmbeddings: all', apart), ['needs-joint-vocabulary']);
});

test('texts of several language pairs: all of them, or none', () => {
  const pairs = '{pairs: {de-en: {source: valid.de, target: valid.en}}}';
  const mixed = parse(edited('{source: valid.de, target: valid.en}', pairs));
  assert.deepEqual(
    mixed.problems.map((problem) => [problem.code, coveredText(problem, mixed)]),
    [['needs-languages', '{source: train.de, target: train.en}']],
  );
  const named = edited('{source: train.de, target: train.en}', pairs);
  const unnamed = parse(
    named.replace('{source: valid.de, target: valid.en}\n  sub', `${pairs.replace('de-en', 'german')}\n  sub`),
  );
  assert.deepEqual(
    unnamed.problems.map((problem) => [problem.code, coveredText(problem, unnamed)]),
    [['language-pair', 'german']],
  );
  const untrained = parse(
    named.replace('{source: valid.de, target: valid.en}\n  sub', `${pairs.replace('de-en', 'de-es')}\n  sub`),
  );
  assert.deepEqual(
    untrained.problems.map((problem) => [problem.code, problem.severity, coveredText(problem, untrained)]),
    [['untrained-language', 'warning', 'de-es']],
  );
  const idle = parse(edited('  subwords:', '  temperature: 5\n  subwords:'));
  assert.deepEqual(
    idle.problems.map(({ code, severity }) => [code, severity]),
    [['without-effect', 'warning']],
  );
});

test('positions count lines and columns from 1 and offsets in UTF-16 units, whatever ends the lines', () => {
  const text = edited('experiment: Base', '# 𝛼: two units, one line\nexperiment: Base').replace(
    'task: translation',
    'task: "𝛼"',
  );
  for (const ending of ['\n', '\r\n']) {
    const [problem] = parse(text.replaceAll('\n', ending)).problems;
    const offset = text.replaceAll('\n', ending).indexOf('"𝛼"');
    assert.deepEqual(problem?.range, {
      start: { offset, line: 3, column: 7 },
      end: { offset: offset + 4, line: 3, column: 11 },
    });
  }
});

test('what takes the place of one-hot targets, and other vectors on each axis, is told at the axis', () => {
  const of = (variant: string) => {
    const parsed = parse(edited('mle: {}', `mle: ${variant}`));
    return parsed.problems.filter(({ code }) => code === 'cannot-combine').map((each) => coveredText(each, parsed));
  };
  assert.deepEqual(of('{sequences: hamming-expected}'), []);
  assert.deepEqual(of('{sequences: hamming-expected, targets: label-smoothing}'), ['hamming-expected']);
  assert.deepEqual(of('{sequences: hamming-expected, weights: focal}'), ['hamming-expected']);
  const ofRun = '{kind: word-similarity, vectors: {run: runs/a}}';
  assert.deepEqual(of(`{targets: ${ofRun}, sequences: {kind: hamming, pool: V-tok}}`), [ofRun]);
  assert.deepEqual(of(`{targets: ${ofRun}, sequences: hamming}`), []);
});

test('class weights inside the target need targets that do not depend on the output', () => {
  const inside = 'weights: {kind: class-weights, place: target}';
  assert.deepEqual(parse(edited('mle: {}', `mle: {targets: label-smoothing, ${inside}}`)).problems, []);
  const parsed = parse(edited('mle: {}', `mle: {targets: kr-ls, ${inside}}`));
  const [problem] = parsed.problems;
  assert.deepEqual([parsed.problems.length, problem?.code], [1, 'cannot-combine']);
  assert.equal(problem && coveredText(problem, parsed), '{kind: class-weights, place: target}');
  assert.match(problem?.message ?? '', /have no fixed masses .*place: loss/);
  const onLoss = 'weights: {kind: class-weights, place: loss}';
  assert.deepEqual(parse(edited('mle: {}', `mle: {targets: kr-ls, ${onLoss}}`)).problems, []);
});
