import { outputLimits } from '../decoding/outputLimits.ts';
import { tasks } from '../tasks/registry.ts';
import type { TaskKind } from '../tasks/taskKind.ts';
import { type Check, type CheckFinding, withoutEffect } from './checkFinding.ts';

const beamSettings: Check = ({ decoding, data }, given) => {
  if (decoding === undefined) return [];
  const path = (name: string) => ['decoding', name];
  const set = [
    { name: 'lengthPenalty', used: decoding.lengthPenalty.kind !== 'none' },
    { name: 'coverage', used: decoding.coverage > 0 },
  ].filter(({ name, used }) => used && given('decoding', name));
  if (decoding.beam === 1)
    return set.map(({ name }) => withoutEffect(path(name), 'with a beam of 1 nothing is ranked by it'));
  if (!('train' in data) || data.test !== undefined || decoding.validation === 'beam') return [];
  return [...set, ...(given('decoding', 'beam') ? [{ name: 'beam' }] : [])].map(({ name }) =>
    withoutEffect(path(name), 'no text is decoded with the beam: there is no `data.test`, and validation is greedy'),
  );
};

const greedyBeam: Check = ({ decoding }, given) =>
  decoding?.beam === 1 && decoding.validation === 'beam' && given('decoding', 'validation')
    ? [withoutEffect(['decoding', 'validation'], 'a beam of 1 is greedy')]
    : [];

const bestOfBeam: Check = ({ decoding }) =>
  decoding === undefined || decoding.best <= decoding.beam
    ? []
    : [
        {
          code: 'out-of-range',
          severity: 'error',
          path: ['decoding', 'best'],
          message: `a beam of ${decoding.beam} has no ${decoding.best} best hypotheses`,
          expected: `a whole number from 1 to ${decoding.beam}`,
        },
      ];

const unusedDecoding: Check = ({ metrics, samples }, given) =>
  metrics.length === 0 && samples === 0 && given('decoding')
    ? [withoutEffect(['decoding'], 'nothing is decoded: there are no `metrics` and no `samples`')]
    : [];

const attendsTo = (task: keyof typeof tasks, kind: string) => {
  const models: TaskKind['models'] = tasks[task].models;
  return models[kind]?.attends;
};

const attentionSettings: Check = ({ task, decoding, model }, given) =>
  decoding !== undefined && decoding.coverage > 0 && given('decoding', 'coverage') && !attendsTo(task, model.kind)
    ? [withoutEffect(['decoding', 'coverage'], `\`${model.kind}\` does not attend to its source`)]
    : [];

/** An unknown word is replaced by the word of the source that was looked at: there must be words, and looks. */
const replacedWords: Check = ({ task, data, decoding, model }) => {
  if (decoding?.unknown !== 'replace') return [];
  const finding = (code: string, message: string): CheckFinding[] => [
    { code, severity: 'error', path: ['decoding', 'unknown'], message, expected: '`never` or `allow`' },
  ];
  if (attendsTo(task, model.kind) !== 'words')
    return finding(
      'needs-attention',
      `\`${model.kind}\` does not attend to words, which unknown ones could be replaced by`,
    );
  if ('subwords' in data && data.subwords.kind !== 'words')
    return finding(
      'needs-words',
      'unknown tokens are replaced by words of the source, and these tokens are parts of words',
    );
  return [];
};

const lengthsInOrder: Check = ({ data, decoding }) => {
  if (decoding === undefined || !('maxLength' in data)) return [];
  const { minLength, maxLength } = decoding;
  const of = ({ factor, plus }: typeof minLength, length: number) => Math.floor(factor * length + plus);
  const length = [1, data.maxLength].find((source) => of(minLength, source) > of(maxLength, source));
  if (length === undefined) return [];
  return [
    {
      ...{ code: 'out-of-range', severity: 'error', path: ['decoding', 'minLength'] },
      message: `the output of a source of length ${length} would have at least ${of(minLength, length)} tokens and at most ${of(maxLength, length)}`,
      expected: 'a `minLength` that is nowhere above `maxLength`',
    },
  ];
};

/** An n-gram can stand twice in n + 1 tokens or more. */
const blockedNgrams: Check = ({ data, decoding }) => {
  if (decoding === undefined || !('maxLength' in data) || decoding.ngramBlock === 0) return [];
  const { longest } = outputLimits(decoding, data.maxLength);
  if (decoding.ngramBlock < longest) return [];
  const message = `no output has more than ${longest} tokens, and none of them repeats ${decoding.ngramBlock}`;
  return [withoutEffect(['decoding', 'ngramBlock'], message)];
};

/** Of the `decoding` block. */
export const decodingChecks: readonly Check[] = [
  beamSettings,
  greedyBeam,
  bestOfBeam,
  unusedDecoding,
  attentionSettings,
  replacedWords,
  lengthsInOrder,
  blockedNgrams,
];
