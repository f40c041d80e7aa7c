import { GramTrie } from './gramTrie.ts';

const maximumOrder = 4;

export type Symbols = ArrayLike<number>;

export const bleuSmoothings = ['add-one-from-2', 'add-one'] as const;
export type BleuSmoothing = (typeof bleuSmoothings)[number];

/** Counts of n-grams in references, once: most occurrences in any of them. */
export class ReferenceGrams {
  readonly #trie: GramTrie;
  readonly #most: Int32Array;
  readonly #lengths: number[];

  constructor(references: readonly Symbols[]) {
    this.#lengths = references.map(({ length }) => length);
    this.#trie = new GramTrie(this.#lengths.reduce((sum, length) => sum + maximumOrder * length, 0));
    for (const reference of references) this.#walk(reference, (parent, symbol) => this.#trie.add(parent, symbol));
    this.#most = new Int32Array(this.#trie.size + 1);
    for (const reference of references) this.#count(reference);
  }

  /** n-grams kept. */
  get size(): number {
    return this.#trie.size;
  }

  /** Sentence BLEU-4 (Papineni et al. 2002) with 1 added to matches and n-grams of the smoothed orders (Lin and Och 2004). */
  bleu(words: Symbols, smoothing: BleuSmoothing): number {
    const matches = this.#matches(words);
    let logarithms = 0;
    for (let n = 0; n < maximumOrder; n++) {
      const added = n > 0 || smoothing === 'add-one' ? 1 : 0;
      logarithms += Math.log((matches[n]! + added) / (Math.max(0, words.length - n) + added));
    }
    return brevityPenalty(words.length, this.#lengths) * Math.exp(logarithms / maximumOrder);
  }

  /** Clipped matches by order. No n-gram is in the references whose beginning is not. */
  #matches(words: Symbols): Int32Array {
    const matches = new Int32Array(maximumOrder);
    const left = this.#most.slice();
    for (let start = 0; start < words.length; start++) {
      let node = 0;
      for (let n = 0; n < maximumOrder && start + n < words.length; n++) {
        node = this.#trie.find(node, words[start + n]!);
        if (node === 0) break;
        if (left[node]! === 0) continue;
        left[node]! -= 1;
        matches[n]! += 1;
      }
    }
    return matches;
  }

  #count(reference: Symbols): void {
    const counts = new Int32Array(this.#most.length);
    this.#walk(reference, (parent, symbol) => {
      const node = this.#trie.find(parent, symbol);
      counts[node]! += 1;
      if (counts[node]! > this.#most[node]!) this.#most[node] = counts[node]!;
      return node;
    });
  }

  /** Visits all n-grams by their parents, which `visit` returns the child of. */
  #walk(symbols: Symbols, visit: (parent: number, symbol: number) => number): void {
    for (let start = 0; start < symbols.length; start++) {
      const end = Math.min(symbols.length, start + maximumOrder);
      for (let at = start, node = 0; at < end; at++) node = visit(node, symbols[at]!);
    }
  }
}

/** min(1, exp(1 − r/c)), r the reference length nearest to c, the shorter one of two. */
function brevityPenalty(length: number, references: readonly number[]): number {
  const nearest = references.reduce((best, candidate) => {
    const gain = Math.abs(length - best) - Math.abs(length - candidate);
    return gain > 0 || (gain === 0 && candidate < best) ? candidate : best;
  });
  return length >= nearest ? 1 : Math.exp(1 - nearest / length);
}
