import { insideSentence, letterOrDigit, looseApostrophe } from './pieces.ts';
import { type Rule, rule, withoutSoftHyphens } from './rule.ts';

const hyphen = String.raw`[-_\u058a\u2010\u2011]`;
/** As in d'Avignon. */
const elision = `(?:[dDoOlL]${looseApostrophe}${letterOrDigit})?`;
/** Words of any kind, by any hyphen. */
const joined = `${elision}${letterOrDigit}+(?:${hyphen}${elision}${letterOrDigit}+)*`;

const afterHyphen = String.raw`(?:[A-Za-z](?:\.[A-Za-z])+\.|[A-Za-z0-9\u00ad]+)`;
/** Numbers and abbreviations may stand before a hyphen, abbreviations behind one: 1.5-mile, U.S.-based. */
const compound = String.raw`[A-Za-z0-9][A-Za-z0-9.,\u00ad]*(?:-${afterHyphen})+`;

export const hyphenRules: Rule[] = [
  rule('(?:pro-|anti-|C\\.D\\.s|S(?:&|&amp;)P-500|S(?:&|&amp;)Ls)', 'i'),
  rule(compound, '', withoutSoftHyphens),
  rule(`(${compound}\\.)${insideSentence}`, '', withoutSoftHyphens),
  rule(joined),
  rule(`(${joined}\\.)${insideSentence}`),
];
