import { nameBracket, type Rule, rule } from './rule.ts';

/** The treebank's own spelling of signs. */
const spellings = new Map(
  Object.entries({
    '£': '#',
    '€': '$',
    '¤': '$',
    '¢': 'cents',
    '½': '1/2',
    '¼': '1/4',
    '¾': '3/4',
    '⅓': '1/3',
    '⅔': '2/3',
    '…': '...',
    '–': '--',
    '—': '--',
    '―': '--',
    '‑': '-',
    '"': "''",
    '“': '``',
    '”': "''",
    '«': '``',
    '»': "''",
    '‘': '`',
    '’': "'",
    '‛': '`',
    '‹': '`',
    '›': "'",
  }),
);

const spell = (signs: string): string => [...signs].map((sign) => spellings.get(sign) ?? sign).join('');

export const signRules: Rule[] = [
  rule('[!?]+|_+|[*]+|#+|<<|>>|-{5,}|-[lr][rsc]b-', 'i'),
  rule('-{2,4}', '', () => '--'),
  rule(String.raw`[()[\]{}]`, '', nameBracket),
  // Two curly quotes are one token, which is kept unless both are of the same kind: `the dogs’”`.
  rule('[‘’“”]{1,2}', '', spell),
  // Any other sign, apart from the brackets of Chinese and Japanese.
  rule(String.raw`(?![〈-〟])[\p{P}\p{S}\p{No}]`, '', spell),
];
