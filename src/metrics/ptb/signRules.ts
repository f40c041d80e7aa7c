import { otherSigns } from './characters.ts';
import { type Rule, rule } from './rule.ts';

/** Quotes are written in the treebank's way, with all that opens or closes for all alike: captions leave them out. */
const brackets: Record<string, string> = {
  '(': '-LRB-',
  ')': '-RRB-',
  '[': '-LSB-',
  ']': '-RSB-',
  '{': '-LCB-',
  '}': '-RCB-',
};
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

export const signRules: Rule[] = [
  rule(String.raw`&(?:MD|mdash|ndash);|[\u0096\u0097\u2013-\u2015]`, 'i', () => '--'),
  rule('&(?:HT|TL|UR|LR|QC|QL|QR|odq|cdq|#[0-9]+);', 'i'),
  rule('&nbsp;', 'i', () => ''),
  rule('&(?:lt|gt|amp);', 'i', (token) => entities[token.toLowerCase()] as string),
  rule(`"|&quot;|[\`']'`, 'i', () => "''"),
  // An opening quote, so that no clitic is read into `'sad'`.
  rule(String.raw`(')[A-Za-z][^ \t\n\u00a0]`),
  rule("'|&apos;", 'i', () => "'"),
  rule(String.raw`[\`\u2018-\u201f\u0091-\u0094\u2039\u203a\u00ab\u00bb]{1,2}`, '', writeQuotes),
  rule(String.raw`[()[\]{}]`, '', (token) => brackets[token] as string),
  rule('-(?:[LR][RCS]B)-', 'i'),
  rule('-+', '', (token) => (token.length === 3 || token.length === 4 ? '--' : token)),
  rule(String.raw`\.\.\.+|\u2026|\.[ \u00a0](?:\.[ \u00a0])+\.`, '', () => '...'),
  rule('@+|#+|_+|\\*+|(?:\\\\\\*){1,3}|[?!]+|<<|>>|='),
  rule('[<>.,;:/+%&~^|\\\\]'),
  rule(`[${otherSigns}]`),
];

const quotes: Record<string, string> = {
  '`': '`',
  '\u0091': '`',
  '\u0092': "'",
  '\u0093': '``',
  '\u0094': "''",
  '\u2018': '`',
  '\u2019': "'",
  '\u201b': '`',
  '\u201c': '``',
  '\u201d': "''",
  '\u2039': '`',
  '\u203a': "'",
  '\u00ab': '``',
  '\u00bb': "''",
};

function writeQuotes(token: string): string {
  return Array.from(token, (sign) => quotes[sign] ?? sign).join('');
}
