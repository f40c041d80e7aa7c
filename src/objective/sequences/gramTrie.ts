/** Numbers of one slot: parent, symbol, node, and one unused, so that a slot lies within a cache line. */
const slotSize = 4;

/**
 * n-grams as the nodes of a growing trie: an n-gram's parent is the n-gram without its last symbol, node 0 that of no
 * symbols. A node is found by hashing (parent, symbol), so that no n-gram is ever built as a text.
 */
export class GramTrie {
  /** Nodes besides the root. */
  size = 0;
  /** At most two thirds of the slots are taken; the node of a free one is 0. */
  #slots: Int32Array;
  #mask: number;

  /** `room`: nodes there is memory for at first. */
  constructor(room: number) {
    let capacity = 16;
    while (2 * capacity < 3 * (room + 1)) capacity *= 2;
    this.#slots = new Int32Array(slotSize * capacity);
    this.#mask = capacity - 1;
  }

  /** The node of an n-gram that is one symbol longer, 0 where there is none. */
  find(parent: number, symbol: number): number {
    return this.#slots[this.#slotOf(parent, symbol) + 2]!;
  }

  /** The same node, made where there is none. */
  add(parent: number, symbol: number): number {
    const slot = this.#slotOf(parent, symbol);
    const known = this.#slots[slot + 2]!;
    if (known !== 0) return known;
    this.size += 1;
    this.#put(slot, parent, symbol, this.size);
    if (3 * this.size > 2 * this.#mask) this.#grow();
    return this.size;
  }

  /** Where the node is, or would be. */
  #slotOf(parent: number, symbol: number): number {
    let hash = Math.imul(parent, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let at = slotSize * ((hash ^ (hash >>> 13)) & this.#mask);
    const slots = this.#slots;
    while (slots[at + 2] !== 0 && (slots[at] !== parent || slots[at + 1] !== symbol)) {
      at = (at + slotSize) & (slots.length - 1);
    }
    return at;
  }

  #put(slot: number, parent: number, symbol: number, node: number): void {
    this.#slots[slot] = parent;
    this.#slots[slot + 1] = symbol;
    this.#slots[slot + 2] = node;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    this.#mask = this.#slots.length / slotSize - 1;
    for (let at = 0; at < old.length; at += slotSize) {
      const [parent, symbol, node] = [old[at]!, old[at + 1]!, old[at + 2]!];
      if (node !== 0) this.#put(this.#slotOf(parent, symbol), parent, symbol, node);
    }
  }
}
