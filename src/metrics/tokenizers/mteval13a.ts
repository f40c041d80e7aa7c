import { splitWhitespace } from '../pythonText.ts';
import type { Tokenizer } from './tokenizer.ts';

const entities: [string, string][] = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
];

/** The tokenization of mteval-v13a, which WMT uses, as sacreBLEU has it. */
export const mteval13aTokenizer: Tokenizer = (line) => {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  if (text.includes('&')) for (const [entity, character] of entities) text = text.replaceAll(entity, character);
  return splitWhitespace(
    ` ${text} `
      .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
      // Full stops and commas stay where they are between digits alone, dashes after anything but a digit.
      .replace(/([^0-9])([.,])/g, '$1 $2 ')
      .replace(/([.,])([^0-9])/g, ' $1 $2')
      .replace(/([0-9])(-)/g, '$1 $2 '),
  );
};
