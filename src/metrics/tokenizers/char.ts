import { isWhitespace } from '../pythonText.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Every character (code point) that is not whitespace is a word. */
export const charTokenizer: Tokenizer = (line) =>
  Array.from(line).filter((character) => !isWhitespace(character.codePointAt(0)!));
