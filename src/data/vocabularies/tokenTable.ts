import { special, specialTokens } from '../batch.ts';
import { compareCodePoints } from '../bpe/codePoints.ts';
import { joinWords } from '../words.ts';

/** Tokens by descending frequency, ties in code point order: ids that do not depend on the order of the text. */
export function byFrequency(counts: ReadonlyMap<string, number>): string[] {
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b))
    .map(([token]) => token);
}

/** Special tokens first, then the given ones. */
export const withSpecialTokens = (tokens: readonly string[]): string[] => [...specialTokens, ...tokens];

/** Ids by token. A special token is never the id of a word that happens to read like it. */
export function idsOf(tokens: readonly string[]): Map<string, number> {
  return new Map(tokens.slice(specialTokens.length).map((token, index) => [token, index + specialTokens.length]));
}

/** Tokens of ids, without padding, beginning and end of sentence. Ids outside the vocabulary are unknown tokens. */
export function tokensOf(ids: ArrayLike<number>, tokens: readonly string[]): string[] {
  return Array.from(ids)
    .filter((id) => id !== special.pad && id !== special.bos && id !== special.eos)
    .map((id) => tokens[id] ?? specialTokens[special.unk]);
}

/** The word of a token of words.ts, without its joiners. */
export const wordOfToken = (id: number, tokens: readonly string[]): string | undefined =>
  id < specialTokens.length || tokens[id] === undefined ? undefined : joinWords([tokens[id]]);

export function addCount(counts: Map<string, number>, token: string, times = 1): void {
  counts.set(token, (counts.get(token) ?? 0) + times);
}
