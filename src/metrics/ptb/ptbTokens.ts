import { abbreviationRules } from './abbreviationRules.ts';
import { apostropheRules } from './apostropheRules.ts';
import { numberRules } from './numberRules.ts';
import type { Rule } from './rule.ts';
import { signRules } from './signRules.ts';
import { webRules } from './webRules.ts';
import { wordRules } from './wordRules.ts';

/** Of all rules the one that reads furthest makes the token; of equal ones, the first. */
const rules: Rule[] = [
  ...wordRules,
  ...apostropheRules,
  ...abbreviationRules,
  ...numberRules,
  ...webRules,
  ...signRules,
];

const entities: Record<string, string> = {
  '&amp;': '&',
  '&apos;': "'",
  '&gt;': '>',
  '&lt;': '<',
  '&mdash;': '--',
  '&nbsp;': ' ',
  '&ndash;': '--',
  '&quot;': '"',
};

/** The line between spaces: entities decoded, without soft hyphens, and without emoji and what decorates them. */
const prepare = (text: string): string =>
  ` ${text} `
    .replaceAll(/&(?:amp|apos|gt|lt|[mn]dash|nbsp|quot);/gi, (name) => entities[name.toLowerCase()]!)
    .replaceAll('\u00ad', '')
    .replaceAll(/[\s\u0085\p{Cf}\p{Cs}\p{Me}\p{Variation_Selector}\u{10000}-\u{10ffff}]/gu, ' ');

/**
 * The tokens of a line of English as the Penn Treebank has them, in lower case: for captions, and for all that
 * test/oracles/coco_lines.txt holds, those that Stanford CoreNLP 3.4.1 prints when no capital follows in the next line
 * (`PTBTokenizer -preserveLines -lowerCase`). The rules were written from what it prints, and are kept simple where a
 * rule for what captions do not hold would be long. They are known to differ in:
 *
 * - abbreviations: before a letter (`Inc.x`), rarer ones (`Mfg.`, `Treas.`, `cont'd.`), acronyms after a hyphen and
 *   without their last period (`non-U.S policy`), and initials before rarer beginnings of sentences (`row B. About`);
 * - markup: comments, letters as entities (`caf&eacute;`), tags made of entities, `<name@host>`;
 * - web: addresses that begin with a sign (`*.com`), names of files that begin with a digit (`4b.png`), rarer emoticons;
 * - telephone numbers in rarer groups (`+49 30 1234567`), longer fractions after a number (`2 1/12345`);
 * - rarer words with an apostrophe (`nor'easter`), a curly one before more letters (`it’sa`), foreign quotes (`„„`);
 * - letters and signs that Unicode has had since 2012, and many that are of no widespread script: the program leaves
 *   them out, here they are tokens.
 */
export function ptbTokens(text: string): string[] {
  const line = prepare(text);
  const tokens: string[] = [];
  for (let at = 0; at < line.length; ) {
    const { length, token } = readToken(line, at);
    if (token !== '') tokens.push(token.toLowerCase());
    at += length;
  }
  return tokens;
}

/** Most of what captions hold, for speed: no rule reads further here. */
const plain = /(?!(?:cannot|gonna|gotta|lemme|gimme|wanna)[ ,])[a-z]+(?=,? )|[,.](?= )| +/iy;

/** The token at a place of the line, and how much of the line it takes. Empty where there is none. */
function readToken(line: string, at: number): { length: number; token: string } {
  plain.lastIndex = at;
  const [simple] = plain.exec(line) ?? [];
  if (simple !== undefined) return { length: simple.length, token: simple.trim() };
  let best = { length: 1, token: '' };
  let furthest = 0;
  for (const { pattern, write } of rules) {
    pattern.lastIndex = at;
    const [found] = pattern.exec(line) ?? [];
    if (found === undefined || found.length <= furthest) continue;
    furthest = found.length;
    best = { length: furthest, token: write?.(found) ?? found };
  }
  return best;
}
