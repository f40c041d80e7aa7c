/** Pieces of patterns. A letter is one of any script, or a mark over it. */
export const letter = String.raw`[\p{L}\p{M}]`;
export const letterOrDigit = String.raw`[\p{L}\p{M}\p{Nd}]`;
export const endsWord = `(?!${letterOrDigit})`;

export const apostrophe = "['’]";
/** As people also type it. */
export const looseApostrophe = "['’‘`]";

/** Letters and digits up to a `n't`, which is a token of its own. */
export const lettersOrDigits = `(?:(?!n${looseApostrophe}t)${letterOrDigit})+`;
/** The same, joined by `_`. */
export const word = `${lettersOrDigits}(?:_${letterOrDigit}+)*`;

/** An acronym: `U.S.`, `a.m.`. */
export const acronym = String.raw`[A-Za-z](?:\.[A-Za-z])+\.`;

/** Before further punctuation a period tells that the word was shortened, whatever the word: `apt., floor`. */
export const shortened = String.raw`(?:\.(?=[,;:]))?`;

export const anyOf = (words: string): string => `(?:${words.trim().split(/\s+/).join('|')})`;
