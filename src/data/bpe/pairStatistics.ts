import { compareCodePoints } from './codePoints.ts';
import { type PairEntry, PairHeap } from './pairHeap.ts';

const symbolsLimit = 2 ** 26;

export const pairOf = (first: number, second: number): number => first * symbolsLimit + second;
export const firstOf = (pair: number): number => Math.floor(pair / symbolsLimit);
export const secondOf = (pair: number): number => pair % symbolsLimit;

/** Frequencies of symbol pairs, with the most frequent pair at hand. */
export class PairStatistics {
  private readonly frequencies = new Map<number, number>();
  private readonly heap: PairHeap;
  /** Pairs whose frequency has grown beyond that of their entry. */
  private readonly grown = new Set<number>();

  /** `symbols` by id; it may grow later. */
  constructor(symbols: readonly string[]) {
    this.heap = new PairHeap(
      (a, b) =>
        compareCodePoints(symbols[firstOf(a)], symbols[firstOf(b)]) ||
        compareCodePoints(symbols[secondOf(a)], symbols[secondOf(b)]),
    );
  }

  add(pair: number, amount: number): void {
    this.frequencies.set(pair, this.frequency(pair) + amount);
    if (amount > 0) this.grown.add(pair);
  }

  remove(pair: number): void {
    this.frequencies.delete(pair);
  }

  /** The most frequent pair; of several the one that is last in code point order, as subword-nmt chooses. */
  best(): PairEntry | undefined {
    for (const pair of this.grown) this.heap.push({ pair, frequency: this.frequency(pair) });
    this.grown.clear();
    // An entry whose frequency has fallen since is corrected when it comes to the top.
    for (let entry = this.heap.peek(); entry !== undefined; entry = this.heap.peek()) {
      const frequency = this.frequency(entry.pair);
      if (frequency === entry.frequency && frequency > 0) return entry;
      this.heap.pop();
      if (frequency > 0 && frequency < entry.frequency) this.heap.push({ pair: entry.pair, frequency });
    }
    return undefined;
  }

  private frequency(pair: number): number {
    return this.frequencies.get(pair) ?? 0;
  }
}
