import type { TextPair } from '../../experiment/data/translation.ts';
import { RandomSequence } from '../random.ts';
import { sentencePair } from '../toyGrammar/sentence.ts';
import type { PairReader } from './reader.ts';

type ToyGrammar = Extract<TextPair, { generate: 'toy-grammar' }>;

/** Raised whenever the same settings would give other sentences, so that old results are known to be of other data. */
const grammarVersion = 1;

/** Sentences that are made here: no file is needed to try a training. Text of the same seed starts alike. */
export const toyGrammarReader: PairReader<ToyGrammar> = {
  files: () => [],
  settings: ({ sentences, seed }) => ({ sentences, seed, grammarVersion }),
  async *read({ sentences, seed }) {
    const random = new RandomSequence(seed, 'toy-grammar');
    for (let line = 1; line <= sentences; line++) yield { file: 'toy-grammar', line, ...sentencePair(random) };
  },
};
