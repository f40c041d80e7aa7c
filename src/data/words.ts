/** Marks the side on which a piece was attached to its neighbour (the joiner of OpenNMT's tokeniser). */
const joiner = '\uffed';

/** White space and control characters, some of which (U+001C to U+001F, U+0085) Python counts as white space. */
const whitespace = /[\s\p{Cc}]+/u;

/** Runs of letters, marks and digits, and every other character alone. Endless runs are cut to keep BPE fast. */
const pieces = /[\p{L}\p{M}\p{N}]{1,64}|[^\p{L}\p{M}\p{N}]/gu;
const startsWord = /^[\p{L}\p{M}\p{N}]/u;

/**
 * What of a text survives `splitWords`: all but the amount and kind of white space, control
 * characters, and the joiner itself (U+FFED, half
 * width black square), which is written as the ordinary black square U+25A0.
 */
export function normalizeText(text: string): string {
  return text
    .split(whitespace)
    .filter((chunk) => chunk !== '')
    .join(' ')
    .replaceAll(joiner, '\u25a0');
}

/**
 * Sets punctuation and symbols apart from words, each character alone, so that subwords are learned on words rather
 * than on words with whatever stands beside them. Where a piece touched its neighbour a joiner says so, on the
 * punctuation rather than on the word: `"No," he's told.` → `"￭ No ￭, ￭" he ￭'￭ s told ￭.`
 * `joinWords(splitWords(text))` is `normalizeText(text)`, exactly.
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const chunk of normalizeText(text).split(' ')) {
    const parts = chunk.match(pieces) ?? [];
    let prefix = '';
    for (const [index, part] of parts.entries()) {
      const next = parts[index + 1];
      const nextTakesJoiner = next !== undefined && !startsWord.test(next);
      const suffix = next === undefined || nextTakesJoiner ? '' : joiner;
      words.push(prefix + part + suffix);
      prefix = nextTakesJoiner ? joiner : '';
    }
  }
  return words;
}

/** The text of words, joined where a joiner says so. Takes any sequence, as a model may write it. */
export function joinWords(words: readonly string[]): string {
  return words
    .join(' ')
    .replaceAll(`${joiner} `, joiner)
    .replaceAll(` ${joiner}`, joiner)
    .replaceAll(joiner, '')
    .trim();
}
