import { anyOf, digit, space } from './pieces.ts';
import { type Rule, rule } from './rule.ts';
import { tag } from './webRules.ts';

/**
 * Abbreviations keep their full stop. The program writes a full stop that ends a sentence as well twice; here it is
 * written once, since one by itself would be left out of captions anyway.
 */

/** Those that end sentences as well. What follows is read along: `Ph.D.s` is `Ph.D.` and `s`, though `a.b.s` is a word. */
const beforeAnything = anyOf(`
  al ala apr ariz assn aug bancorp bhd bldg blvd bros calif co colo conn corp cos ct dak dec esq est etc ext feb fla fri
  ga inc ind intl jan jr jul jun kan kans ky ltd mar md mich minn mo mon mont neb nev nov oct okla penn plc rd rt sep sept
  seq sq sr sys tel tenn thu thurs tue tues univ va vt wed wis wisc wyo ed\\.d ph\\.d`);
/** Words where they are written small. */
const states = anyOf(
  'A[zZ] A[rR][kK] D[eE][lL] I[lL]{2} L[aA] M[aA][sS]{2} M[iI][sS]{2} O[rR][eE] P[aA] T[eE][xX] W[aA][sS][hH]',
);
/** No abbreviations where `t` is written large. */
const companies = '[pP]{1,2}t[eyEY][sS]?';

/** Those that a name follows. */
const beforeNames = anyOf(`
  adj adm adv alex assoc asst atty attys ave brig capt cf cie cmdr col comdr cpl dept det dr drs elec ens ft gen gov govs
  hon insp invt jos lieut lt maj messrs mlle mme mr mrs ms msgr mt natl pfc ph pres prof profs pvt rep reps rev sen sens
  sfc sgt spc st ste supt supts treas vs wm a\\.k\\.a`);
const manufacturing = '[mM][ft][gG]';

const beforeNumbers = anyOf('art ca fig figs no nos op pp prop');

/** Single letters with full stops: U.S., a.m., J. */
const initials = String.raw`(?:(?:Canada|Sino|Korean|EU|Japan|non)-U\.S|U\.S\.-(?:U\.K|U\.S\.S\.R)|[A-Z](?:\.[A-Z])*)`;

/** Before words that begin a sentence, the full stop of a single letter ends one: `in row B. The man`. */
const sentenceStart = anyOf(
  `A About According Additionally After An As At But Earlier He Her Here However If In It Last Many More Mr\\. Ms\\. Now
  Once One Other Our She Since So Some Such That The Their Then There These They This We What When While Yet You`.replaceAll(
    /(?<=[A-Z])[a-z]+/g,
    (rest) => rest.replaceAll(/./g, (small) => `[${small}${small.toUpperCase()}]`),
  ),
);

export const abbreviationRules: Rule[] = [
  rule(`([A-Za-z])\\.${space}+(?:${sentenceStart}|${tag})(?:${space}|[?!])`),
  rule(`(${beforeAnything}\\.)[^][^]`, 'i'),
  rule(`((?:${states}|${companies})\\.)[^][^]`),
  rule(`${beforeAnything}\\.`, 'i'),
  rule(`(?:${states}|${companies})\\.`),
  rule(`${beforeNames}\\.`, 'i'),
  rule(`${manufacturing}\\.`),
  rule(`(${initials})${space}`, 'i'),
  rule(`${initials}\\.`, 'i'),
  rule(`(${beforeNumbers}\\.)${space}?${digit}`, 'i'),
];
