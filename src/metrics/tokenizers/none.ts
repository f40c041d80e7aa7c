import { splitWhitespace } from '../pythonText.ts';
import type { Tokenizer } from './tokenizer.ts';

/** For texts that are tokenized already: words are what stands between whitespace. */
export const noTokenizer: Tokenizer = splitWhitespace;
