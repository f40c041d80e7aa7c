import { charTokenizer } from './char.ts';
import { intlTokenizer } from './intl.ts';
import { mteval13aTokenizer } from './mteval13a.ts';
import { noTokenizer } from './none.ts';
import type { Tokenizer } from './tokenizer.ts';

/** The tokenizers by sacreBLEU's names, which stand in signatures. The first is the default. */
export const tokenizers = {
  '13a': mteval13aTokenizer,
  intl: intlTokenizer,
  char: charTokenizer,
  none: noTokenizer,
} as const satisfies Record<string, Tokenizer>;

export type TokenizerName = keyof typeof tokenizers;
