import { bindSpaces, nameRoundBrackets, type Rule, rule } from './rule.ts';

const digits = String.raw`\p{Nd}+`;

/** Three groups or four, with spaces, hyphens or brackets: `(555) 123-4567`, `+44 20 7946 0958`. */
const phoneNumber = String.raw`(?:\+\d{1,3} )?(?:\(\d{2,3}\) ?|\d{2,4}[- ])\d{3,4}[- ]\d{3,5}(?!-?\d)`;

export const numberRules: Rule[] = [
  // `1,250.75`, `10:30`, `-5`, `.5`.
  rule(`[-+]?(?:${digits}|[.,:]${digits})(?:[.,:]${digits})*`),
  // `1/2`, `2 1/2`, `12/25/2014`.
  rule(`${digits}(?:/${digits}){2}|(?:${digits}[ -])?${digits}[/⁄]${digits}`, '', bindSpaces),
  rule(phoneNumber, '', (token) => bindSpaces(nameRoundBrackets(token))),
  // `US$`, `C$`.
  rule(String.raw`[A-Z]{1,3}\$`),
];
