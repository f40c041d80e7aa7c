/** A pair of symbols and the frequency that it had when it was pushed. */
export interface PairEntry {
  pair: number;
  frequency: number;
}

/** A binary heap with the largest entry on top: by frequency, then by `compareTies`. */
export class PairHeap {
  private readonly entries: PairEntry[] = [];
  private readonly compareTies: (a: number, b: number) => number;

  constructor(compareTies: (a: number, b: number) => number) {
    this.compareTies = compareTies;
  }

  clear(): void {
    this.entries.length = 0;
  }

  peek(): PairEntry | undefined {
    return this.entries[0];
  }

  push(entry: PairEntry): void {
    let index = this.entries.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isLarger(entry, this.entries[parent])) break;
      this.entries[index] = this.entries[parent];
      index = parent;
    }
    this.entries[index] = entry;
  }

  pop(): void {
    const moved = this.entries.pop();
    if (moved === undefined || this.entries.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.entries.length) break;
      if (child + 1 < this.entries.length && this.isLarger(this.entries[child + 1], this.entries[child])) child += 1;
      if (!this.isLarger(this.entries[child], moved)) break;
      this.entries[index] = this.entries[child];
      index = child;
    }
    this.entries[index] = moved;
  }

  private isLarger(a: PairEntry, b: PairEntry): boolean {
    if (a.frequency !== b.frequency) return a.frequency > b.frequency;
    return a.pair !== b.pair && this.compareTies(a.pair, b.pair) > 0;
  }
}
