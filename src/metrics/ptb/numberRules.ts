import { anyOf, digit, insideSentence, letter } from './pieces.ts';
import { type Rule, rule, withBrackets, withoutSpaces } from './rule.ts';

const separators = String.raw`[.,:\u00ad\u066b\u066c]`;
const number = `(?:${digit}*(?:${separators}${digit}+)+|${digit}+)`;
const phoneEnd = String.raw`[0-9]{3,4}[- \u00a0]?[0-9]{3,5}`;
const phoneStart = String.raw`(?:\([0-9]{2,3}\)[ \u00a0]?|(?:\+\+?)?(?:[0-9]{2,4}[- \u00a0])?[0-9]{2,4}[- \u00a0])`;

/** How the treebank writes what has a longer form in ASCII. */
const written: Record<string, string> = {
  '\u00bc': '1/4',
  '\u00bd': '1/2',
  '\u00be': '3/4',
  '\u2153': '1/3',
  '\u2154': '2/3',
  '\u00a2': 'cents',
  '\u00a3': '#',
  '\u0080': '$',
  '\u00a4': '$',
  '\u20a0': '$',
  '\u20ac': '$',
};

export const numberRules: Rule[] = [
  rule(`${digit}{1,2}[-/]${digit}{1,2}[-/]${digit}{2,4}`),
  rule(`[-+]?${number}`, '', (token) => token.replaceAll(/[\u00ad\u066b\u066c]/g, '')),
  rule(String.raw`[\u207a\u207b\u208a\u208b]?(?:[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+|[\u2080-\u2089]+)`),
  rule(String.raw`(?:${digit}{1,4}[- \u00a0])?${digit}{1,4}(?:\\?/|\u2044)${digit}{1,4}`, '', withoutSpaces),
  rule(`${phoneStart}${phoneEnd}`, '', (token) => withBrackets(withoutSpaces(token))),
  rule(String.raw`(?:(?:\+\+?)?[0-9]{2,4}\.)?[0-9]{2,4}\.[0-9]{3,4}\.[0-9]{3,5}`),
  rule(String.raw`[A-Z]*\$|#`),
  rule(`[${Object.keys(written).join('')}]`, '', (token) => written[token] as string),
];
void anyOf;
void insideSentence;
void letter;
