import type { ParameterSpec } from '../model.ts';
import type { WordSizes } from './decoderWords.ts';
import { bias, within } from './weights.ts';

/** Word vectors and the output layer start within ±0.1 (Vinyals et al. 2015; Elbayad et al. 2018). */
export const captionLimit = 0.1;

/** The weights of decoderWords.ts in captioning. */
export const captionWordParameters = (vocabulary: number, { embedding, hidden }: WordSizes): ParameterSpec[] => [
  within('embedding', [vocabulary, embedding], captionLimit),
  within('output.weight', [vocabulary, hidden], captionLimit),
  bias('output.bias', vocabulary),
];
