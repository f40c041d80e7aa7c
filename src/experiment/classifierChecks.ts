import type { VariantSpec } from './axes.ts';
import { type Check, type CheckFinding, withoutEffect } from './checkFinding.ts';

/** What a variant says of sequences, in an experiment on classes: there is one output a picture, and no padding. */
export const classifierFindings: Check = ({ task, variants }) => {
  if (task !== 'classification') return [];
  return Object.entries(variants).flatMap(([name, variant]) =>
    [ofSequences, ofInputs, ofVectors, ofPadding].flatMap((check) => {
      const found = check(variant);
      return found ? [{ ...found, path: ['variants', name, ...found.path] }] : [];
    }),
  );
};

type Found = CheckFinding | undefined;

const notOfClasses = { code: 'not-of-classes', severity: 'error' as const };

const ofSequences = ({ sequences }: VariantSpec): Found =>
  sequences.kind === 'none'
    ? undefined
    : {
        ...notOfClasses,
        path: ['sequences'],
        message: `\`${sequences.kind}\` trains on sequences like the gold one, and a picture has one class, no sequence`,
        expected: 'no `sequences`; `label-smoothing` in `targets` moves mass to other classes',
      };

const ofInputs = ({ inputs }: VariantSpec): Found =>
  inputs.kind === 'teacher-forcing'
    ? undefined
    : {
        ...notOfClasses,
        path: ['inputs'],
        message: `\`${inputs.kind}\` feeds a decoder its own output, and a classifier has no decoder`,
        expected: 'no `inputs`',
      };

function ofVectors({ targets }: VariantSpec): Found {
  if (targets.kind !== 'word-similarity' || targets.vectors === 'model') return undefined;
  return {
    ...notOfClasses,
    path: ['targets', 'vectors'],
    message: 'classes of pictures have no word vectors but those of the model itself',
    expected: '`vectors: model`',
  };
}

function ofPadding({ targets }: VariantSpec): Found {
  if (targets.kind !== 'label-smoothing') return undefined;
  const key = targets.denominator === 'V-2' ? 'denominator' : targets.padColumn === 'zero' ? 'padColumn' : undefined;
  if (key === undefined) return undefined;
  return withoutEffect(['targets', key], 'no class stands for padding: there is nothing to leave out');
}
