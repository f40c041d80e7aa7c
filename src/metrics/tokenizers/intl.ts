import { splitWhitespace } from '../pythonText.ts';
import type { Tokenizer } from './tokenizer.ts';
import { numbers, punctuation, symbols } from './unicodeCategories.ts';

const afterNonNumber = new RegExp(`([^${numbers}])([${punctuation}])`, 'gu');
const beforeNonNumber = new RegExp(`([${punctuation}])([^${numbers}])`, 'gu');
const symbol = new RegExp(`([${symbols}])`, 'gu');

/** The tokenization of mteval-v14 with its international option, as sacreBLEU has it. */
export const intlTokenizer: Tokenizer = (line) =>
  splitWhitespace(line.replace(afterNonNumber, '$1 $2 ').replace(beforeNonNumber, ' $1 $2').replace(symbol, ' $1 '));
