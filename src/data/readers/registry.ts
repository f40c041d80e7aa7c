import type { TextPair } from '../../experiment/data/translation.ts';
import { jsonlReader } from './jsonl.ts';
import type { PairReader } from './reader.ts';
import { textReader } from './text.ts';
import { toyGrammarReader } from './toyGrammar.ts';
import { tsvReader } from './tsv.ts';

/** Formats by the name that `format` or `generate` gives them; `text` is what has neither. */
const readers = {
  text: textReader,
  tsv: tsvReader,
  jsonl: jsonlReader,
  'toy-grammar': toyGrammarReader,
};

export const formatOf = (pair: TextPair): keyof typeof readers =>
  'generate' in pair ? pair.generate : 'format' in pair ? pair.format : 'text';

/** The reader of a text. Each takes the form of `TextPair` that its name stands for, so the widening is safe. */
export const readerOf = (pair: TextPair): PairReader => readers[formatOf(pair)] as PairReader;
