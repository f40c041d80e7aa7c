/**
 * Numbers for the n-grams of many texts, from 1 as they are met. An n-gram is a node of a trie (its parent is the n-gram
 * without its last word) that is found by hashing (parent, word): no n-gram is ever built as a text.
 */
export class NgramIndex {
  /** n-grams so far. */
  size = 0;
  readonly #words = new Map<string, number>();
  #parents = new Int32Array(1 << 12);
  #symbols = new Int32Array(1 << 12);
  #orders = new Uint8Array(1 << 12);
  /** Node of each hash, 0 where none is; twice as many as there is room for nodes. */
  #slots = new Int32Array(1 << 13);

  /** How often each n-gram of orders 1 to `most` (at most 255) is in a text, by its number. New ones are numbered. */
  count(words: readonly string[], most: number): Map<number, number> {
    const numbers = words.map((word) => this.#wordNumber(word));
    const counts = new Map<number, number>();
    for (let start = 0; start < numbers.length; start += 1) {
      const end = Math.min(start + most, numbers.length);
      let node = 0;
      for (let position = start; position < end; position += 1) {
        node = this.#child(node, numbers[position]!);
        counts.set(node, (counts.get(node) ?? 0) + 1);
      }
    }
    return counts;
  }

  orderOf(ngram: number): number {
    return this.#orders[ngram]!;
  }

  #wordNumber(word: string): number {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    this.#words.set(word, this.#words.size);
    return this.#words.size - 1;
  }

  #child(parent: number, symbol: number): number {
    const slot = this.#slotOf(parent, symbol);
    const known = this.#slots[slot]!;
    return known === 0 ? this.#add(slot, parent, symbol) : known;
  }

  /** The slot that holds the n-gram, or the free one that is its. */
  #slotOf(parent: number, symbol: number): number {
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (let node = this.#slots[slot]!; node !== 0; node = this.#slots[slot]!) {
      if (this.#parents[node] === parent && this.#symbols[node] === symbol) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #add(slot: number, parent: number, symbol: number): number {
    this.size += 1;
    this.#slots[slot] = this.size;
    this.#parents[this.size] = parent;
    this.#symbols[this.size] = symbol;
    this.#orders[this.size] = this.#orders[parent]! + 1;
    if (this.size + 1 === this.#parents.length) this.#grow();
    return this.size;
  }

  #grow(): void {
    const room = 2 * this.#parents.length;
    const grown = <A extends Int32Array | Uint8Array>(longer: A, old: A): A => {
      longer.set(old);
      return longer;
    };
    this.#parents = grown(new Int32Array(room), this.#parents);
    this.#symbols = grown(new Int32Array(room), this.#symbols);
    this.#orders = grown(new Uint8Array(room), this.#orders);
    this.#slots = new Int32Array(2 * room);
    for (let node = 1; node <= this.size; node += 1) {
      this.#slots[this.#slotOf(this.#parents[node]!, this.#symbols[node]!)] = node;
    }
  }
}
