import { readFileSync } from 'node:fs';
import { baseText } from './base.ts';

/** A small generator of its own (mulberry32), so that the texts stay the same whatever the project draws from. */
export function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

export type Draw = (below: number) => number;
const pick = <T>(items: readonly T[], draw: Draw): T => items[draw(items.length)]!;

const examples = ['quickstart', 'multi30k'].map((name) => readFileSync(`examples/${name}.experiment.yaml`, 'utf8'));
export const common = 'model: {kind: attention-lstm, hidden: 8}\nx-a: &a {epochs: 3}\ntraining: {<<: *a, clip: 1}\n';
const anchored = `x-shared: &shared {tokens: 100}\ninclude: common.yaml\n${baseText
  .replace('{tokens: 500}', '{<<: *shared}')
  .replace('mle: {}', 'mle: &mle {}')}  copy: *mle\n`;
const everything = baseText
  .replace('0.001', '{kind: cosine, peak: 0.01, warmup: 30, decay: 0.5, floor: 0}')
  .replace(
    'epochs: 5',
    'steps: 100\n  evaluate: {every: {steps: 20}}\n  stop: {metric: bleu, patience: 3}\n  best: nll',
  )
  .replace('metrics:', 'decoding: {validation: beam, beam: 3, best: 3, lengthPenalty: gnmt, coverage: 0.1}\nmetrics:')
  .replace('valid: {', 'test: {generate: toy-grammar, sentences: 9}\n  valid: {file: v, format: tsv, ')
  .replace('ls:', 'kd: {targets: {kind: kd, teacher: runs/a}, inputs: soft-argmax}\n  ls:');
/** Valid files, which between them use most of what an experiment can say. */
export const seeds = [...examples, everything, baseText, anchored];

const fragments = [
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '<<: [*a, *b]',
    '!!map ',
    '!tag',
    '? ',
    ': ',
    '- ',
    '|\n',
    '>-\n',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    ',',
    '\t',
    '\r',
    '\r\n',
    '\n',
    '\0',
    '\u2028',
    '\ud800',
    '𝛼',
    '\ufeff',
    '~',
    'null',
    '',
  ],
  ...[
    '.inf',
    '-.inf',
    '.nan',
    '-0',
    '1e999',
    '0x1F',
    '1_000',
    '99999999999999999999',
    'true',
    '2026-01-01',
    'constructor',
  ],
  ...[
    '__proto__: {}',
    'toString: 1',
    'kind: kd',
    'include: common.yaml',
    'include: [a, b]',
    'x-y: &q 1',
    'targets: []',
  ],
];

const mutations: ((text: string, draw: Draw) => string)[] = [
  // A character is changed, added or removed.
  (text, draw) =>
    splice(text, draw(text.length + 1), draw(2), String.fromCharCode(draw(20) === 0 ? draw(65536) : draw(128))),
  // A fragment of YAML is put in, over some of what was there.
  (text, draw) => splice(text, draw(text.length + 1), draw(6), pick(fragments, draw)),
  // A stretch is removed, or written a second time.
  (text, draw) => splice(text, draw(text.length), draw(60), ''),
  (text, draw) => {
    const start = draw(text.length);
    return splice(text, start, 0, text.slice(start, start + draw(200)));
  },
  // Lines are removed, doubled, swapped or moved in and out.
  (text, draw) => lines(text, (all) => void all.splice(draw(all.length), 1 + draw(3))),
  (text, draw) => lines(text, (all) => void all.splice(draw(all.length), 0, pick(all, draw))),
  (text, draw) => lines(text, (all) => swap(all, draw(all.length), draw(all.length))),
  (text, draw) =>
    lines(text, (all) => void all.splice(draw(all.length), 1, `${' '.repeat(draw(6))}${pick(all, draw).trim()}`)),
  // Two words change places, or one is replaced by a fragment or another.
  (text, draw) => tokens(text, (all) => swap(all, draw(all.length), draw(all.length))),
  (text, draw) => tokens(text, (all) => void all.splice(draw(all.length), 1, pick(fragments, draw))),
  (text, draw) => tokens(text, (all) => void all.splice(draw(all.length), 1, pick(all, draw))),
];

const splice = (text: string, start: number, removed: number, added: string): string =>
  text.slice(0, start) + added + text.slice(start + removed);

function swap(items: string[], a: number, b: number): void {
  const first = items[a] ?? '';
  items[a] = items[b] ?? '';
  items[b] = first;
}

function parts(text: string, separator: RegExp, edit: (all: string[]) => void): string {
  const all = text.split(separator);
  edit(all);
  return all.join('');
}

const lines = (text: string, edit: (all: string[]) => void) => parts(text, /(?<=\n)/, edit);
const tokens = (text: string, edit: (all: string[]) => void) => parts(text, /(?<=\W)|(?=\W)/, edit);

/** A valid file that was changed at random, the same for the same round. */
export function mutated(round: number): string {
  const draw = generator(round);
  let text = pick(seeds, draw);
  for (let count = 1 + draw(4); count > 0; count -= 1) text = pick(mutations, draw)(text, draw);
  return text;
}
