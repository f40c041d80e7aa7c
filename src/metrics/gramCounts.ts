/**
 * How often each n-gram is in each of a few sequences. n-grams are numbered from 1 as they are met, so those of the
 * first sequence come first and any that it lacks comes after them all.
 */
export interface GramCounts {
  size: number;
  /** [size + 1]: the order n of each n-gram. */
  orders: Uint8Array;
  /** [sequences][size + 1]: occurrences of each n-gram. */
  counts: Int32Array[];
}

/** Reused from call to call: node of each hash, 0 where none is. */
let slots = new Int32Array(1 << 10);

/**
 * Counts all n-grams of orders 1 to `maximumOrder` (at most 255) of the sequences.
 * An n-gram is a node of a trie (its parent is the n-gram without the last symbol), found by hashing
 * (parent, symbol): no n-gram is ever built as a text, and memory is bounded by the longest segment.
 */
export function countGrams(sequences: readonly ArrayLike<number>[], maximumOrder: number): GramCounts {
  const most = sequences.reduce((sum, { length }) => sum + length * Math.min(length, maximumOrder), 0);
  const trie = new GramTrie(most);
  const counts = sequences.map((sequence) => trie.count(sequence, maximumOrder));
  return { size: trie.size, orders: trie.orders, counts };
}

class GramTrie {
  /** Nodes besides the root, which is node 0: the n-gram of no symbols. */
  size = 0;
  readonly orders: Uint8Array;
  private readonly parents: Int32Array;
  private readonly symbols: Int32Array;
  private readonly mask: number;

  constructor(private readonly mostGrams: number) {
    this.orders = new Uint8Array(mostGrams + 1);
    this.parents = new Int32Array(mostGrams + 1);
    this.symbols = new Int32Array(mostGrams + 1);
    let capacity = 1 << 6;
    while (capacity < 2 * mostGrams) capacity *= 2;
    if (slots.length < capacity) slots = new Int32Array(capacity);
    else slots.fill(0, 0, capacity);
    this.mask = capacity - 1;
  }

  /** Walks down the trie from every position, counting each node on the way. */
  count(sequence: ArrayLike<number>, maximumOrder: number): Int32Array {
    const counts = new Int32Array(this.mostGrams + 1);
    for (let start = 0; start < sequence.length; start += 1) {
      const end = Math.min(start + maximumOrder, sequence.length);
      let node = 0;
      for (let position = start; position < end; position += 1) {
        node = this.child(node, sequence[position]!);
        counts[node]! += 1;
      }
    }
    return counts;
  }

  private child(parent: number, symbol: number): number {
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & this.mask;
    for (let node = slots[slot]!; node !== 0; node = slots[slot]!) {
      if (this.parents[node] === parent && this.symbols[node] === symbol) return node;
      slot = (slot + 1) & this.mask;
    }
    this.size += 1;
    slots[slot] = this.size;
    this.parents[this.size] = parent;
    this.symbols[this.size] = symbol;
    this.orders[this.size] = this.orders[parent]! + 1;
    return this.size;
  }
}

/** Numbers words so that equal words of any of the texts have equal numbers. */
export function numberWords(texts: readonly (readonly string[])[]): number[][] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  };
  return texts.map((words) => words.map(numberOf));
}

/** n-grams of order n in a sequence of a length. */
export const gramsOfOrder = (length: number, order: number): number => Math.max(0, length - order + 1);
