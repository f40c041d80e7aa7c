/**
 * Text operations as Python defines them, which the reference programs of the metrics are written in.
 * JavaScript's own differ: `\s` holds U+FEFF but not U+001C to U+001F and U+0085, and `toFixed` rounds ties upwards.
 */

const whitespace = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const whitespaceRuns = new RegExp(`${whitespace}+`);
const whitespaceCharacter = new RegExp(whitespace);

/** Python's `str.isspace` for one code point. */
export function isWhitespace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return code <= 0x3000 && whitespaceCharacter.test(String.fromCharCode(code));
}

/** Python's `str.split()`: the words between runs of whitespace, none of them empty. */
export const splitWhitespace = (text: string): string[] => text.split(whitespaceRuns).filter((word) => word !== '');

/**
 * Python's `str.lower()`, final sigma and dotted İ included: the two agree on every letter of Unicode 14 (Python 3.11).
 * Letters that Unicode gained since are lowered by whichever of Node and Python knows them, so there sacreBLEU's own
 * score depends on the Python that runs it.
 */
export const lowerCase = (text: string): string => text.toLowerCase();

/** Python's `str.rstrip()`. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isWhitespace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Python's `format(value, '.<decimals>f')` for a value from 0 to 1e21: a tie goes to the even digit. */
export function formatFixed(value: number, decimals: number): string {
  const rounded = value.toFixed(decimals);
  // A hundred digits are exact for every tie, since a tie at `decimals` has `decimals` + 1 digits.
  const [whole = '', fraction = ''] = value.toFixed(100).split('.');
  const isTie = /^50*$/.test(fraction.slice(decimals));
  if (!isTie || Number(rounded.at(-1)) % 2 === 0) return rounded;
  return decimals === 0 ? whole : `${whole}.${fraction.slice(0, decimals)}`;
}
