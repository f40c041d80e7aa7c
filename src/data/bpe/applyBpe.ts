import { endOfWord } from './learnBpe.ts';

/** Ends every subword that another one of the same word follows. */
export const continuation = '@@';

export type MergeRanks = ReadonlyMap<string, number>;

const keyOf = (first: string, second: string) => `${first} ${second}`;

/** Where a pair was merged twice, the first time counts. */
export function rankMerges(merges: readonly (readonly [string, string])[]): MergeRanks {
  const ranks = new Map<string, number>();
  for (const [rank, [first, second]] of merges.entries()) {
    if (!ranks.has(keyOf(first, second))) ranks.set(keyOf(first, second), rank);
  }
  return ranks;
}

/** The subwords of a word, as `subword-nmt apply-bpe` (0.3.8) writes them: all but the last end with `@@`. */
export function applyBpe(word: string, ranks: MergeRanks): string[] {
  let symbols = [...word];
  if (symbols.length < 2) return symbols;
  symbols[symbols.length - 1] += endOfWord;
  for (let pair = bestPair(symbols, ranks); pair !== undefined; pair = bestPair(symbols, ranks)) {
    symbols = mergePair(symbols, ...pair);
  }
  return symbols.map((symbol, index) => (index < symbols.length - 1 ? symbol + continuation : withoutEnd(symbol)));
}

function bestPair(symbols: readonly string[], ranks: MergeRanks): [string, string] | undefined {
  let best = Number.POSITIVE_INFINITY;
  let pair: [string, string] | undefined;
  for (let at = 0; at + 1 < symbols.length; at++) {
    const rank = ranks.get(keyOf(symbols[at], symbols[at + 1])) ?? Number.POSITIVE_INFINITY;
    if (rank < best) {
      best = rank;
      pair = [symbols[at], symbols[at + 1]];
    }
  }
  return pair;
}

/** All occurrences at once, from the left. */
function mergePair(symbols: readonly string[], first: string, second: string): string[] {
  const output: string[] = [];
  for (let at = 0; at < symbols.length; at++) {
    const isPair = symbols[at] === first && symbols[at + 1] === second;
    output.push(isPair ? first + second : symbols[at]);
    if (isPair) at += 1;
  }
  return output;
}

export const withoutEnd = (symbol: string): string =>
  symbol.endsWith(endOfWord) ? symbol.slice(0, -endOfWord.length) : symbol;
