import { apostrophe, insideSentence, letter, looseApostrophe, space, word } from './pieces.ts';
import { type Rule, rule, withoutSoftHyphens } from './rule.ts';

const clitic = `${apostrophe}(?:[msd]|re|ve|ll)`;
const negation = `n${looseApostrophe}t`;

/** The treebank takes apart what is written as one word but is two. */
const contractions: Rule[] = [
  rule('(can)not', 'i'),
  rule("('t)(?:is|was)", 'i'),
  rule('((?:gon|wan)(?=na)|got(?=ta)|(?:lem|gim)(?=me))..', 'i'),
  rule(`(${word})${clitic}`, 'i', withoutSoftHyphens),
  rule(String.raw`([A-Za-z\u00ad]*[A-MO-Za-mo-z]\u00ad*)[nN]${looseApostrophe}[tT]`, '', withoutSoftHyphens),
  rule(`(y${apostrophe})${letter}`, 'i'),
];

/** Words of which an apostrophe is a part. */
const apostropheWords: Rule[] = [
  rule(`${apostrophe}n${apostrophe}?`, 'i'),
  rule(`(?:[ldj]|dunkin|somethin|ol)${apostrophe}`, 'i'),
  rule(`${apostrophe}(?:em|till?|cause|[2-9]0s)`, 'i'),
  rule(`[A-HJ-XZn]${looseApostrophe}${letter}{2,}`),
  rule(`${letter}+[aeiouyAEIOUY]${looseApostrophe}[aeiouA-Z]${letter}*`),
  rule(`(?:cont'd\\.?|nor'easter|c'mon|e'er|s'mores|ev'ry|li'l|nat'l)`, 'i'),
  rule(`(?:Cap${apostrophe}n|c${apostrophe}est)`, 'i'),
  rule(`(${apostrophe}[0-9][0-9])${space}`),
];

/** a/b, and/or, AC/DC; hyphens may stand in each part. */
const slashed = `[A-Za-z0-9]+(?:-[A-Za-z]+){0,2}`;
const slashedWords: Rule[] = [rule(`${slashed}(?:\\\\?/${slashed}){1,2}`)];

const ampersand = '(?:[+&]|&amp;)';
const withAmpersand = `[A-Z]+(?:${ampersand}[A-Z]+)+`;

export const wordRules: Rule[] = [
  ...contractions,
  rule(word, '', withoutSoftHyphens),
  rule(`(${word}\\.)${insideSentence}`, '', withoutSoftHyphens),
  ...apostropheWords,
  rule(`(${clitic})[^A-Za-z]`, 'i', straightQuotes),
  rule(`(${negation})[^A-Za-z]`, 'i', straightQuotes),
  ...slashedWords,
  rule(withAmpersand, '', (token) => token.replaceAll('&amp;', '&')),
  rule(`(${withAmpersand}\\.)${insideSentence}`, '', (token) => token.replaceAll('&amp;', '&')),
  rule('[cC]\\+\\+|[cCfF]#'),
];

/** To be tried after quotes: in `'sad'` no clitic is meant, but in `’sad` the program reads one. */
export const clitics: Rule[] = [rule(clitic, 'i', straightQuotes)];

function straightQuotes(token: string): string {
  return token.replaceAll(/[\u0092\u2019]|&apos;/g, "'").replaceAll(/[\u0091\u2018\u201b]/g, '`');
}
