import { bindSpaces, nameRoundBrackets, type Rule, rule } from './rule.ts';

/** What addresses go on with, and what they do not end with. */
const inside = String.raw`[^\s"<>()|]`;
const last = String.raw`[^\s"<>()|.,!?-]`;

const host = String.raw`(?:www\.[^\s"<>()|/]*[^\s"<>()|.,!?/-]|(?=[a-z])(?:[a-z0-9]+\.)+(?:com|net|org|edu))`;
const attribute = String.raw` +[\w:-]+(?: *= *(?:"[^"]*"|'[^']*'))?`;

/** Eyes, perhaps with a nose or under a brow, and a mouth: `:-)`, `;D`, `>:(`. */
const sidewaysFace = String.raw`(?:[<>]?[:;=][-o*']?[()[\]DdPp|@\\]|:[O0])(?![A-Za-z0-9])`;
const uprightFace = String.raw`\(?(?:\^_\^|-_-|=_=|~_~|>_<|'_')\)?`;

export const webRules: Rule[] = [
  rule(`https?://${inside}+${last}`, 'i'),
  rule(`${host}(?:/${inside}+${last})?`, 'i'),
  // An e-mail address. Its length before the @ is bounded, so that long lines cost no more than their length.
  rule(String.raw`[A-Za-z0-9]${inside}{0,64}@${inside}*[^\s"<>()|.?-]`),
  rule('@[A-Za-z_][A-Za-z0-9_]*'),
  rule(String.raw`#\p{L}+`),
  rule(String.raw`</?[A-Za-z][\w:.-]*(?:${attribute})* */?>`, '', bindSpaces),
  rule('&#[0-9]+;'),
  rule(`${sidewaysFace}|${uprightFace}`, '', nameRoundBrackets),
];
