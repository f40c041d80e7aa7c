import {
  acronym,
  endsWord,
  letter,
  letterOrDigit,
  lettersOrDigits,
  looseApostrophe,
  shortened,
  word,
} from './characters.ts';
import { type Rule, rule } from './rule.ts';

/** The first half of what the treebank takes for two words: `can|not`, `gon|na`. */
const firstHalf = `(?:can(?=not${endsWord})|(?:gon|wan)(?=na${endsWord})|got(?=ta${endsWord})|(?:lem|gim)(?=me${endsWord}))`;

/** What was shortened to its first letter, before two letters or more: `O'Neil`, `o'clock`, `l'arc`; but not `I'll`. */
const elided = `(?:[A-HK-XZ]|[dlno]|qu)${looseApostrophe}(?!(?:ll|re|ve)(?![A-Za-z]))${letter}{2,}`;

/** Between vowels an apostrophe is spoken, and divides nothing: `Hawai'i`, `ma'am`. */
const spoken = "[A-Za-z]+[AEIOUaeiou]['’‘][AEIOUaeiou][A-Za-z]*";

/** `AT&T`, `PB&J`, `A+B`. */
const initials = '[A-Z]+(?:[&+][A-Z]+)+s?(?![A-Z])';

/** Of what hyphens join, only the first may hold periods and commas. */
const beforeHyphen = `(?:${elided}|${initials}|${acronym}|${word}(?:[.,]${word}){0,3}[.,]?)`;
const afterHyphen = `(?:${elided}|${acronym}|${word})`;

const besideSlash = `${word}(?:-${letter}+){0,2}`;

export const wordRules: Rule[] = [
  rule(firstHalf, 'i'),
  rule(`(?!${firstHalf})${word}${shortened}`, 'i'),
  // Where a sentence ends without a space after it, no sentence ends: `the beach.Two dogs`.
  rule(`(?=${letter})${lettersOrDigits}(?:[.!?](?=${letter})${lettersOrDigits})+${shortened}`, 'i'),
  rule(`(?:${initials}|${elided}|${spoken})${shortened}`),
  rule(`${beforeHyphen}(?:[-‐‑]${afterHyphen})+${shortened}`),
  // At most three: `and/or`, `a red/white/blue flag`.
  rule(String.raw`${besideSlash}(?:\\?/${besideSlash}){1,2}`),
  rule(`(?:pro|anti)-(?!${letterOrDigit})`, 'i'),
  rule(String.raw`c\+\+|[cf]#`, 'i'),
];
