import { apostrophe, looseApostrophe } from './characters.ts';
import { type Rule, rule } from './rule.ts';

const straighten = (token: string): string => token.replace('’', "'").replace('‘', '`');

export const apostropheRules: Rule[] = [
  // What is parted from the word before: `dog|'s`, `did|n't`.
  rule(`${apostrophe}(?:[smd]|ll|re|ve)(?![A-Za-z])`, 'i', straighten),
  rule(`n${looseApostrophe}t`, 'i', straighten),
  // And from the word after: `'t|is`, `y'|all`, `d'|eau`.
  rule("'t(?=is|was)", 'i'),
  rule(`(?:j|[dl](?!${apostrophe}s(?![A-Za-z]))|y(?=${apostrophe}[a-z]))${apostrophe}`, 'i'),
  // Words that begin or end with an apostrophe, or hold one: `'til`, `rock 'n' roll`, `the '60s`, `a '57 Chevy`.
  rule(String.raw`${apostrophe}(?:em|till?|cause|n${apostrophe}|n(?=\s)|\d0s|\d\d(?=\s))`, 'i'),
  rule(`(?:ol|somethin)${apostrophe}|(?:li(?=.l)|c(?=.mon|.est)|cap(?=.n))${apostrophe}[a-z]+`, 'i'),
];
