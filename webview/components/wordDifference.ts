import { diffArrays } from 'diff';

/** Characters `start` to `end` (not included) of a text. */
export interface Range {
  start: number;
  end: number;
}

export interface WordDifference {
  /** What the other text does not have, in each. */
  reference: Range[];
  hypothesis: Range[];
}

/** Words and single punctuation marks; scripts without spaces character by character. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}_])+|[^\s\p{L}\p{M}\p{N}_]/gu;

const mostCharacters = 100_000;
const mostMilliseconds = 50;

/** Words that stand in one text alone (Myers 1986). Undefined where the texts are too long to find out at once. */
export function wordDifference(reference: string, hypothesis: string): WordDifference | undefined {
  if (reference.length > mostCharacters || hypothesis.length > mostCharacters) return undefined;
  const [left, right] = [wordsOf(reference), wordsOf(hypothesis)];
  const textOf = ({ text }: { text: string }): string => text;
  const changes = diffArrays(left.map(textOf), right.map(textOf), { timeout: mostMilliseconds });
  if (changes === undefined) return undefined;
  const difference: WordDifference = { reference: [], hypothesis: [] };
  let [inLeft, inRight] = [0, 0];
  for (const { added, removed, count } of changes) {
    if (removed) difference.reference.push(spanOf(left.slice(inLeft, inLeft + count)));
    if (added) difference.hypothesis.push(spanOf(right.slice(inRight, inRight + count)));
    if (!added) inLeft += count;
    if (!removed) inRight += count;
  }
  return difference;
}

const wordsOf = (text: string): (Range & { text: string })[] =>
  Array.from(text.matchAll(word), ({ 0: found, index }) => ({ text: found, start: index, end: index + found.length }));

const spanOf = (words: readonly Range[]): Range => ({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 });
