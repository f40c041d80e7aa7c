import assert from 'node:assert/strict';
import { test } from 'node:test';
import { definitionAt } from '../../src/authoring/definition.ts';
import { fixesFor } from '../../src/authoring/fixes.ts';
import { hoverAt } from '../../src/authoring/hover.ts';
import { schemaModeline } from '../../src/authoring/schemaModeline.ts';
import { baseText, edited, parse } from '../experiment/base.ts';
import { split } from './atCursor.ts';

const ls = 'ls: {targets: {kind: label-smoothing, epsilon: 0.1}}';
const kd = 'kd: {targets: {kind: kd, teacher: runs/base/mle-seed1}}';

const hovers: { name: string; text: string; says: RegExp[] | undefined; over?: string }[] = [
  {
    name: 'a key: range, default, meaning',
    text: edited('epsilon', 'eps‸ilon'),
    over: 'epsilon',
    says: [/from 0 to 1/, /default `0\.1`/, /gold label/],
  },
  { name: 'the end of a key', text: edited('epochs:', 'epochs‸:'), over: 'epochs', says: [/Passes over/] },
  {
    name: 'a kind: formula, source, parameters',
    text: edited('label-smoothing', 'label‸-smoothing'),
    over: 'label-smoothing',
    says: [/`L = logsumexp\(z\) − /, /1512\\\.00567/, /`denominator`/],
  },
  {
    name: 'a name in place of a block',
    text: edited('bleu, chrf', 'bl‸eu, chrf'),
    over: 'bleu',
    says: [/\*\*BLEU\*\*/, /Papineni/],
  },
  { name: 'a number', text: edited('0.001', '0.‸001'), over: '0.001', says: [/learningRate/] },
  { name: 'a key with kinds', text: edited('subwords', 'sub‸words'), over: 'subwords', says: [/`bpe`/, /`tokenizer`/] },
  {
    name: 'a variant: all of its choices',
    text: edited('ls:', 'l‸s:'),
    over: 'ls',
    says: [
      /`targets: \{ kind: label-smoothing, epsilon: 0\.1, denominator: V, form: ce, padColumn: keep, s4bug: false \}`/,
      /teacher-forcing/,
      /Williams/,
    ],
  },
  {
    name: 'a variant that is a preset: what it stands for',
    text: edited(ls, 'l‸s: seq-hamming-Vbatch'),
    says: [
      /seq-hamming-Vbatch/,
      /`sequences: \{ kind: hamming, pool: Vbatch, temperature: 0\.15,/,
      /alpha: 0\.7/,
      /tables 1 and 3/,
    ],
  },
  {
    name: 'a preset’s name',
    text: edited(ls, 'x: {preset: tok-glo‸ve}'),
    over: 'tok-glove',
    says: [/\*\*Word similarity\*\*/, /arXiv/, /alpha: 0\\\.8/],
  },
  {
    name: 'a grid',
    text: edited(
      'l‸s: {targets: {kind: label-smoothing, epsilon: 0.1}}'.replace('‸', ''),
      'l‸s: {targets: {kind: label-smoothing, epsilon: [0.1, 0.2]}}',
    ),
    says: [/epsilon: \[0\.1, 0\.2\]/, /2 variants/, /validation/],
  },
  {
    name: 'a parameter beside a preset',
    text: edited(ls, 'x: {preset: ls, targets: {epsi‸lon: 0.3}}'),
    says: [/Mass moved off/],
  },
  { name: 'an empty variant', text: edited('mle:', 'ml‸e:'), says: [/one-hot/, /teacher-forcing/] },
  { name: 'a variant with a fault', text: edited(ls, 'l‸s: {targets: nothing}'), says: [/has a problem/] },
  {
    name: 'an alias',
    text: `x-b: &b {tokens: 50}\n${edited('{tokens: 500}', '*‸b')}`,
    over: '*b',
    says: [/`\{ tokens: 50 \}`/],
  },
  {
    name: 'a key of an aliased block',
    text: `x-b: &b {tok‸ens: 50}\n${edited('{tokens: 500}', '*b')}`,
    says: [/Target tokens/],
  },
  { name: 'files with errors elsewhere', text: `${edited('epochs', 'epo‸chs')}\nx: {`, says: [/Passes over/] },
  { name: 'include', text: `incl‸ude: a.yaml\n${baseText}`, says: [/common blocks/] },
  { name: 'an unknown key', text: `unk‸nown: 1\n${baseText}`, says: undefined },
  { name: 'a comment', text: `# ta‸sk\n${baseText}`, says: undefined },
  { name: 'between words', text: edited('task: translation', 'task:  ‸  translation'), says: undefined },
];

for (const { name, text: marked, says, over } of hovers) {
  test(`hover: ${name}`, () => {
    const { text, offset } = split(marked);
    const found = hoverAt(text, offset);
    if (says === undefined) return assert.equal(found, undefined);
    for (const pattern of says) assert.match(found?.markdown ?? '', pattern);
    if (over !== undefined) assert.equal(text.slice(found!.start, found!.end), over);
  });
}

test('what a file says is no Markdown', () => {
  const hostile = '<img src=x> [a](command:b) ![c](d) `e` **f**';
  const { text, offset } = split(`variants:\n  "${hostile.slice(0, 3)}‸${hostile.slice(3)}": {}\n`);
  const { markdown } = hoverAt(text, offset)!;
  assert.doesNotMatch(markdown.split('\n')[0]!, /(?<!\\)[<[]|(?<!\\)!\[/);
});

const definitions: [name: string, text: string, leads: unknown][] = [
  ['an alias', `x-b: &b {tokens: 50}\n${edited('{tokens: 500}', '*‸b')}`, { place: '&b' }],
  ['a data file', edited('train.de', 'train‸.de'), { file: 'train.de' }],
  ['a file to include', `include: [a.yaml, b‸.yaml]\n${baseText}`, { file: 'b.yaml' }],
  ['a teacher', edited(ls, kd.replace('runs/', 'runs‸/')), { run: 'runs/base/mle-seed1' }],
  ['a tokenizer', edited('{kind: words}', '{kind: tokenizer, source: a.json, target: b‸.json}'), { file: 'b.json' }],
  ['a column, which is no file', edited('{source: train.de', '{file: a.tsv, format: tsv, source: 1‸'), undefined],
  ['an alias of nothing', edited('{tokens: 500}', '*‸b'), undefined],
  ['a name', edited('Base', 'Ba‸se'), undefined],
];

for (const [name, marked, leads] of definitions) {
  test(`definition: ${name}`, () => {
    const { text, offset } = split(marked);
    const found = definitionAt(text, offset);
    if (found === undefined) return assert.equal(leads, undefined);
    const { from, ...to } = found;
    assert.ok(from.start <= offset && offset <= from.end);
    const place = 'place' in to ? { place: text.slice(to.place.start, to.place.end) } : to;
    assert.deepEqual(place, leads);
  });
}

const fixes: { name: string; text: string; code: string; makes: (string | undefined)[] }[] = [
  {
    name: 'a misspelt key',
    text: edited('hidden', 'hiden'),
    code: 'unknown-key',
    makes: [edited('hidden', 'hidden'), edited(', hidden: 32', '')],
  },
  {
    name: 'a misspelt kind',
    text: edited('label-smoothing', 'label-smothing'),
    code: 'unknown-kind',
    makes: [baseText],
  },
  {
    name: 'a misspelt name in quotes',
    text: edited('[bleu, chrf]', '["blue", chrf]'),
    code: 'unknown-kind',
    makes: [edited('[bleu, chrf]', '["bleu", chrf]')],
  },
  {
    name: 'a misspelt alias',
    text: `x-b: &bat {tokens: 50}\n${edited('{tokens: 500}', '*bta')}`,
    code: 'unknown-anchor',
    makes: [`x-b: &bat {tokens: 50}\n${edited('{tokens: 500}', '*bat')}`],
  },
  {
    name: 'a key without effect at the end of braces',
    text: edited(ls, `${ls}\n  zero: {targets: {kind: label-smoothing, epsilon: 0}}`),
    code: 'without-effect',
    makes: [edited(ls, `${ls}\n  zero: {targets: {kind: label-smoothing}}`)],
  },
  {
    name: 'a key at the beginning of braces',
    text: edited('{tokens: 500}', '{zzz: 1, tokens: 500}'),
    code: 'unknown-key',
    makes: [baseText],
  },
  { name: 'the only key in braces', text: edited('mle: {}', 'mle: {zzz: 1}'), code: 'unknown-key', makes: [baseText] },
  {
    name: 'a key on its own line',
    text: edited('epochs: 5', 'epochs: 5\n  zzz: 1 # x'),
    code: 'unknown-key',
    makes: [baseText],
  },
  {
    name: 'a key with a block below',
    text: edited('epochs: 5', 'zzz:\n    a: 1\n    b: [2]\n  epochs: 5'),
    code: 'unknown-key',
    makes: [baseText],
  },
  {
    name: 'the only key of a block',
    text: edited('mle: {}', 'mle:\n    zzz: 1'),
    code: 'unknown-key',
    makes: [edited('mle: {}', 'mle:\n    {}')],
  },
  { name: 'the last line of a file', text: `${baseText}zzz: 1`, code: 'unknown-key', makes: [baseText] },
  {
    name: 'a metric given twice',
    text: edited('[bleu, chrf]', '[bleu, chrf, bleu]'),
    code: 'repeated',
    makes: [baseText],
  },
  {
    name: 'an item given twice, a line each',
    text: edited('[bleu, chrf]', '\n  - bleu\n  - bleu'),
    code: 'repeated',
    makes: [edited('[bleu, chrf]', '\n  - bleu')],
  },
  {
    name: 'a block that nothing aliases',
    text: `x-b:\n  c: &c 1\n${baseText}`,
    code: 'unused-block',
    makes: [baseText],
  },
  {
    name: 'a number out of range, which is the author’s to choose',
    text: edited('epsilon: 0.1', 'epsilon: 7'),
    code: 'out-of-range',
    makes: [],
  },
];

for (const { name, text, code, makes } of fixes) {
  test(`quick fix: ${name}`, () => {
    const problem = parse(text).problems.find((each) => each.code === code);
    assert.ok(problem, JSON.stringify(parse(text).problems));
    const made = fixesFor(text, problem).map(
      ({ edit }) => text.slice(0, edit.start) + edit.text + text.slice(edit.end),
    );
    assert.deepEqual(made, makes);
  });
}

test('the line that names a schema is found', () => {
  const line = '# yaml-language-server: $schema=a.json';
  const found = schemaModeline(`# a\n${line}\n${baseText}`);
  assert.deepEqual(found, { start: 4, end: 4 + line.length });
  assert.equal(schemaModeline(baseText), undefined);
});
