import { type ParsedExperiment, parseExperiment } from '../../src/experiment/parseExperiment.ts';
import type { Problem } from '../../src/experiment/problem.ts';

/** A valid experiment without any problem, for tests to edit. */
export const baseText = `experiment: Base
task: translation
data:
  train: {source: train.de, target: train.en}
  valid: {source: valid.de, target: valid.en}
  subwords: {kind: words}
model: {kind: attention-lstm, hidden: 32}
training:
  learningRate: 0.001
  batch: {tokens: 500}
  epochs: 5
metrics: [bleu, chrf]
variants:
  mle: {}
  ls: {targets: {kind: label-smoothing, epsilon: 0.1}}
`;

/** The files that the base names. */
export const baseFiles = ['train.de', 'train.en', 'valid.de', 'valid.en'];

/** The base with one part replaced. */
export function edited(from: string, to: string): string {
  if (baseText.split(from).length !== 2) throw new Error(`the base does not hold this once: ${from}`);
  return baseText.replace(from, () => to);
}

export const parse = (text: string, files: Record<string, string> = {}): ParsedExperiment =>
  parseExperiment(text, { file: 'main.experiment.yaml', readFile: (path) => files[path] });

/** What a variant has on the axes that it says nothing of. */
export const usualChoices = {
  targets: { kind: 'one-hot' },
  weights: { kind: 'none' },
  sequences: { kind: 'none' },
  inputs: { kind: 'teacher-forcing' },
  penalty: { kind: 'none' },
};

/** The text that a problem's range covers. */
export const coveredText = ({ file, range }: Problem, { sources }: ParsedExperiment): string | undefined =>
  sources[file]?.slice(range.start.offset, range.end.offset);
