import { fastText } from './fastText.ts';
import { glove } from './glove.ts';
import type { VectorReader } from './vectorReader.ts';
import { word2vec } from './word2vec.ts';

/** Formats of word vectors by the name that `data.vectors.format` gives them. */
export const vectorReaders = { glove, word2vec, fasttext: fastText } satisfies Record<string, VectorReader>;
