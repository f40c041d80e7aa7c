import { abbreviationRules } from './abbreviationRules.ts';
import { hyphenRules } from './hyphenRules.ts';
import { numberRules } from './numberRules.ts';
import type { Rule } from './rule.ts';
import { signRules } from './signRules.ts';
import { webRules } from './webRules.ts';
import { clitics, wordRules } from './wordRules.ts';

const rules: Rule[] = [
  ...wordRules,
  ...numberRules,
  ...abbreviationRules,
  ...webRules,
  ...signRules,
  ...hyphenRules,
  ...clitics,
];

/** Not to be read as a token: what the program has no rule for, and whatever lies beyond U+FFFF. */
const unknown = '\u0001';

/**
 * The tokens of a line of English as the Penn Treebank has them, in lower case: what Stanford CoreNLP 3.4.1 prints for
 * it (`PTBTokenizer -preserveLines -lowerCase`) when no capital follows in the next line.
 */
export function ptbTokens(text: string): string[] {
  const line = `${text.replaceAll(/[\ud800-\udfff]/g, unknown).replaceAll(/[\n\v\f\r\u0085\u2028\u2029]/g, ' ')}\n`;
  const tokens: string[] = [];
  for (let at = 0; at < line.length; ) {
    const { length, token } = readToken(line, at);
    if (token !== undefined && token !== '') tokens.push(token.toLowerCase());
    at += length;
  }
  return tokens;
}

/** Most of what captions hold: nothing that a rule reads begins like these and goes on to a space. */
const plain = /[A-Za-z]+(?=,? |\n)|,(?=[ \n])|\.(?=\n)/y;
const takenApart = new Set(['cannot', 'gonna', 'gotta', 'lemme', 'gimme', 'wanna']);

function readToken(line: string, at: number): { length: number; token?: string } {
  plain.lastIndex = at;
  const [simple] = plain.exec(line) ?? [];
  if (simple !== undefined && !takenApart.has(simple.toLowerCase())) return { length: simple.length, token: simple };
  let read = 0;
  let best: { token: string; rule: Rule } | undefined;
  for (const candidate of rules) {
    candidate.pattern.lastIndex = at;
    const match = candidate.pattern.exec(line);
    if (match && match[0].length > read) {
      read = match[0].length;
      best = { token: match[1] ?? match[0], rule: candidate };
    }
  }
  if (!best) return { length: 1 };
  const { token, rule } = best;
  return { length: token.length, token: rule.write?.(token) ?? token };
}
