/**
 * n-grams as the nodes of a growing trie: an n-gram's parent is the n-gram without its last symbol, node 0 that of no
 * symbols. A node is found by hashing (parent, symbol), so that no n-gram is ever built as a text.
 */
export class GramTrie {
  /** Nodes besides the root. */
  size = 0;
  #parents: Int32Array;
  #symbols: Int32Array;
  /** Node of each hash, 0 where none is; at most half of them are taken. */
  #slots: Int32Array;

  /** `room`: nodes there is memory for at first. */
  constructor(room: number) {
    let capacity = 16;
    while (capacity < 2 * (room + 1)) capacity *= 2;
    this.#slots = new Int32Array(capacity);
    this.#parents = new Int32Array(capacity / 2);
    this.#symbols = new Int32Array(capacity / 2);
  }

  /** The node of an n-gram that is one symbol longer, 0 where there is none. */
  find(parent: number, symbol: number): number {
    return this.#slots[this.#slotOf(parent, symbol)]!;
  }

  /** The same node, made where there is none. */
  add(parent: number, symbol: number): number {
    const slot = this.#slotOf(parent, symbol);
    const known = this.#slots[slot]!;
    if (known !== 0) return known;
    if (this.size + 1 === this.#parents.length) {
      this.#grow();
      return this.add(parent, symbol);
    }
    this.size += 1;
    this.#slots[slot] = this.size;
    this.#parents[this.size] = parent;
    this.#symbols[this.size] = symbol;
    return this.size;
  }

  /** Where the node is, or would be. */
  #slotOf(parent: number, symbol: number): number {
    const mask = this.#slots.length - 1;
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (let node = this.#slots[slot]!; node !== 0; node = this.#slots[slot]!) {
      if (this.#parents[node] === parent && this.#symbols[node] === symbol) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const [parents, symbols] = [this.#parents, this.#symbols];
    this.#slots = new Int32Array(2 * this.#slots.length);
    this.#parents = new Int32Array(2 * parents.length);
    this.#symbols = new Int32Array(2 * symbols.length);
    this.#parents.set(parents);
    this.#symbols.set(symbols);
    for (let node = 1; node <= this.size; node++) this.#slots[this.#slotOf(parents[node]!, symbols[node]!)] = node;
  }
}
