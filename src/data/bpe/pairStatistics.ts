import { compareCodePoints } from './codePoints.ts';
import { PairHeap } from './pairHeap.ts';

const symbolsLimit = 2 ** 26;

export const pairOf = (first: number, second: number): number => first * symbolsLimit + second;
export const firstOf = (pair: number): number => Math.floor(pair / symbolsLimit);
export const secondOf = (pair: number): number => pair % symbolsLimit;

/**
 * Frequencies of symbol pairs, as subword-nmt keeps them. It sets pairs below a threshold aside to make its search
 * faster, and a pair that becomes frequent again by another split of the same symbol is then counted from zero, so its
 * merges are not always the most frequent pairs of the text: to learn the same merges the same is done here.
 */
export class PairStatistics {
  private frequencies = new Map<number, number>();
  private readonly aside = new Map<number, number>();
  private readonly heap: PairHeap;
  private threshold = 0;

  constructor(symbols: readonly string[]) {
    this.heap = new PairHeap(
      (a, b) =>
        compareCodePoints(symbols[firstOf(a)], symbols[firstOf(b)]) ||
        compareCodePoints(symbols[secondOf(a)], symbols[secondOf(b)]),
    );
  }

  frequency(pair: number): number {
    return this.frequencies.get(pair) ?? 0;
  }

  add(pair: number, amount: number): void {
    this.set(pair, this.frequency(pair) + amount);
  }

  set(pair: number, frequency: number): void {
    const grows = frequency > this.frequency(pair);
    this.frequencies.set(pair, frequency);
    // An entry whose frequency has fallen is corrected when it comes to the top.
    if (grows && frequency > 0) this.heap.push({ pair, frequency });
  }

  /** To be called once, when the whole text is counted. */
  start(): void {
    for (const [pair, frequency] of this.frequencies) this.aside.set(pair, frequency);
    this.threshold = (this.top()?.frequency ?? 0) / 10;
  }

  /** The pair for merge number `merge`, with its frequency: ties go to the pair that is last in code point order. */
  best(merge: number): { pair: number; frequency: number } | undefined {
    const best = this.top();
    if (this.frequencies.size > 0 && (merge === 0 || (best?.frequency ?? 0) >= this.threshold)) return best;
    this.prune();
    this.frequencies = new Map(this.aside);
    this.heap.clear();
    for (const [pair, frequency] of this.frequencies) if (frequency > 0) this.heap.push({ pair, frequency });
    this.threshold = ((this.top()?.frequency ?? 0) * merge) / (merge + 10_000);
    this.prune();
    return this.top();
  }

  /** Sets aside what is rarer than the threshold. */
  prune(): void {
    for (const [pair, frequency] of this.frequencies) {
      if (frequency >= this.threshold) continue;
      this.frequencies.delete(pair);
      this.aside.set(pair, frequency < 0 ? (this.aside.get(pair) ?? 0) + frequency : frequency);
    }
  }

  private top(): { pair: number; frequency: number } | undefined {
    for (let entry = this.heap.peek(); entry !== undefined; entry = this.heap.peek()) {
      const frequency = this.frequency(entry.pair);
      if (frequency === entry.frequency) return entry;
      this.heap.pop();
      if (frequency > 0 && frequency < entry.frequency) this.heap.push({ pair: entry.pair, frequency });
    }
    return undefined;
  }
}
