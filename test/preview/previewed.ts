import { loadTranslationData } from '../../src/data/loadTranslationData.ts';
import type { VariantSpec } from '../../src/experiment/axes.ts';
import type { TranslationDataSpec } from '../../src/experiment/data/translation.ts';
import { parseExperiment } from '../../src/experiment/parseExperiment.ts';
import type { Preview } from '../../src/preview/preview.ts';
import { type PreviewInput, previewVariant } from '../../src/preview/previewVariant.ts';

const text = (variant: string) => `
experiment: Toy
task: translation
data:
  train: {generate: toy-grammar, sentences: 400, seed: 1}
  valid: {generate: toy-grammar, sentences: 50, seed: 2}
  vectors: {file: vectors.txt}
  subwords: {kind: words, minimumCount: 1}
model: {kind: attention-lstm}
training: {learningRate: 0.001, batch: {tokens: 400}, shapes: 2, epochs: 4}
variants:
  it: ${variant}
`;

const specOf = (variant: string) => {
  const { spec, problems } = parseExperiment(text(variant), { file: 'toy.experiment.yaml', readFile: () => undefined });
  if (spec) return spec;
  throw new Error(problems.map(({ message }) => message).join('\n'));
};

/** Generated sentence pairs, read as for a training; the file of word vectors is not there. */
export const toyData = await loadTranslationData(
  { ...(specOf('{}').data as TranslationDataSpec), vectors: undefined },
  { folder: '.' },
);

/** The variant as a file spells it, previewed on generated text. */
export function preview(variant: string, changes: Partial<PreviewInput> = {}): Preview {
  const { experiment, training, variants } = specOf(variant);
  const objective = variants.it as VariantSpec;
  return previewVariant({
    ...{ experiment, variant: 'it', objective, training, data: toyData },
    ...{ split: 'train' as const, seed: 1, sentences: 4, ...changes },
  });
}

export const near = (found: number, expected: number, tolerance: number): boolean =>
  Math.abs(found - expected) <= tolerance;
