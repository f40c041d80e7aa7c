import { firstOf, PairStatistics, pairOf, secondOf } from './pairStatistics.ts';

export const endOfWord = '</w>';

export interface LearnOptions {
  /** Number of merges; fewer where no pair is frequent enough. */
  size: number;
  /** Pairs that are rarer are not merged; at least 1. */
  minimumFrequency: number;
  onMerge?: (merges: number) => void;
}

interface Word {
  symbols: number[];
  frequency: number;
}

/** How often the pair stands in each word, by the word's index. */
type Occurrences = Map<number, number>;

/**
 * The merges of byte-pair encoding, in the order in which they are applied: identical to those of `subword-nmt
 * learn-bpe` (0.3.8) on a text of these words. The last symbol of a word ends with `</w>`.
 * Sennrich et al. 2016, "Neural machine translation of rare words with subword units", arXiv:1508.07909.
 */
export function learnBpe(words: ReadonlyMap<string, number>, options: LearnOptions): [string, string][] {
  const learner = new Learner(words);
  const merges: [string, string][] = [];
  while (merges.length < options.size) {
    const merge = learner.merge(options.minimumFrequency);
    if (merge === undefined) break;
    merges.push(merge);
    options.onMerge?.(merges.length);
  }
  return merges;
}

class Learner {
  private readonly symbols: string[] = [];
  private readonly ids = new Map<string, number>();
  private readonly words: Word[] = [];
  private readonly statistics = new PairStatistics(this.symbols);
  private readonly occurrences = new Map<number, Occurrences>();

  constructor(words: ReadonlyMap<string, number>) {
    for (const [text, frequency] of words) {
      const characters = [...text];
      characters[characters.length - 1] += endOfWord;
      const symbols = characters.map((character) => this.idOf(character));
      this.words.push({ symbols, frequency });
      for (let at = 0; at + 1 < symbols.length; at++) this.count(symbols, at, this.words.length - 1, 1);
    }
  }

  /** Merges the most frequent pair, wherever it stands. */
  merge(minimumFrequency: number): [string, string] | undefined {
    const best = this.statistics.best();
    if (best === undefined || best.frequency < minimumFrequency) return undefined;
    const [first, second] = [firstOf(best.pair), secondOf(best.pair)];
    const [left, right] = [this.symbols[first], this.symbols[second]];
    const merged = this.idOf(left + right);
    // A copy: merging `a a` within `a a a` counts the pair itself.
    const places = [...(this.occurrences.get(best.pair) ?? [])];
    for (const [index, times] of places) if (times >= 1) this.mergeIn(index, first, second, merged);
    this.statistics.remove(best.pair);
    this.occurrences.delete(best.pair);
    return [left, right];
  }

  private mergeIn(index: number, first: number, second: number, merged: number): void {
    const before = this.words[index].symbols;
    const after = replacePair(before, first, second, merged);
    this.words[index].symbols = after;
    this.uncountAround(before, first, second, index);
    this.countAround(after, merged, index);
  }

  /** Takes away the pairs that the merged ones were part of, each once where two merged pairs stand side by side. */
  private uncountAround(symbols: number[], first: number, second: number, index: number): void {
    let at = symbols.indexOf(first);
    while (at !== -1) {
      if (symbols[at + 1] !== second) {
        at = symbols.indexOf(first, at + 1);
        continue;
      }
      if (at > 0) this.count(symbols, at - 1, index, -1);
      const followed = symbols[at + 2] === first && symbols[at + 3] === second;
      if (at + 2 < symbols.length && !followed) this.count(symbols, at + 1, index, -1);
      at = symbols.indexOf(first, at + 2);
    }
  }

  private countAround(symbols: number[], merged: number, index: number): void {
    for (let at = symbols.indexOf(merged); at !== -1; at = symbols.indexOf(merged, at + 1)) {
      if (at > 0) this.count(symbols, at - 1, index, 1);
      if (at + 1 < symbols.length && symbols[at + 1] !== merged) this.count(symbols, at, index, 1);
    }
  }

  /** Counts the pair that starts at `at` once more, or once less, in a word. */
  private count(symbols: number[], at: number, index: number, sign: 1 | -1): void {
    const pair = pairOf(symbols[at], symbols[at + 1]);
    this.statistics.add(pair, sign * this.words[index].frequency);
    const places = this.occurrences.get(pair);
    if (places === undefined) this.occurrences.set(pair, new Map([[index, sign]]));
    else places.set(index, (places.get(index) ?? 0) + sign);
  }

  private idOf(symbol: string): number {
    let id = this.ids.get(symbol);
    if (id === undefined) {
      id = this.symbols.push(symbol) - 1;
      this.ids.set(symbol, id);
    }
    return id;
  }
}

function replacePair(symbols: number[], first: number, second: number, merged: number): number[] {
  const output: number[] = [];
  for (let at = 0; at < symbols.length; at++) {
    const isPair = symbols[at] === first && symbols[at + 1] === second;
    output.push(isPair ? merged : symbols[at]);
    if (isPair) at += 1;
  }
  return output;
}
