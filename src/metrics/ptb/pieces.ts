import { marks, otherDigits, otherLetters } from './characters.ts';

/** Pieces of the patterns of rules, as sources of regular expressions. */

export const space = String.raw`[ \t\u00a0\u2000-\u200a\u3000\n]`;
export const digit = `[0-9${otherDigits}]`;
const letterOf = `A-Za-z${otherLetters}`;
export const letter = `[${letterOf}]`;
export const letterOrDigit = `[0-9${otherDigits}${letterOf}]`;
/** An accented letter may be written as its entity. */
export const wordStart = `(?:[${letterOf}${marks}\\u00ad]|&[aeiouAEIOU](?:acute|grave|uml);)`;
const wordPart = `(?:[0-9${otherDigits}${letterOf}${marks}\\u00ad]|&[aeiouAEIOU](?:acute|grave|uml);)`;
/** Letters with digits; stops between letters are no ends. */
export const word = `${wordStart}${wordPart}*(?:[.!?]${wordStart}${wordPart}*)*`;
/** An apostrophe, rightly written or not. */
export const apostrophe = String.raw`(?:['\u0092\u2019]|&apos;)`;
/** And what stands for one inside words. */
export const looseApostrophe = String.raw`(?:['\u0092\u2019\`\u0091\u2018\u201b]|&apos;)`;
/** Any of a list, the longest first. */
export const anyOf = (list: string): string =>
  `(?:${list
    .trim()
    .split(/\s+/)
    .sort((a, b) => b.length - a.length)
    .join('|')})`;
export const insideSentence = String.raw`[,;:\u3001]`;
