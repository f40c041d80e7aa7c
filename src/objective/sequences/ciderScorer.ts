import type { Corpus } from '../corpus.ts';
import { GramTrie } from './gramTrie.ts';

const maximumOrder = 4;
/** Width of CIDEr-D's penalty of length differences. */
const sigma = 6;

export const ciderForms = ['cider-d', 'cider'] as const;
export type CiderForm = (typeof ciderForms)[number];

type Words = ArrayLike<number>;

/** tf-idf of a sequence's n-grams, order by order. */
export interface GramVector {
  /** n-grams that some document has. */
  nodes: Int32Array;
  weights: Float64Array;
  /** Where each order ends in them, [4]. */
  ends: Int32Array;
  /** Euclidean length by order, [4], of all n-grams. */
  norms: Float64Array;
  length: number;
}

/**
 * CIDEr and CIDEr-D (Vedantam et al. 2015, arXiv:1411.5726), as the authors' code has them: tf-idf cosine of n-grams of
 * orders 1 to 4, averaged over orders and references, times 10. A document of the idf is a source's references.
 */
export class CiderScorer {
  readonly #form: CiderForm;
  /** The n-grams of all documents. */
  readonly #trie = new GramTrie(1 << 12);
  /** ln(documents / documents that have the n-gram), by node. */
  readonly #idf: Float64Array;
  /** That of n-grams of no document, which count as if one had them. */
  readonly #largestIdf: number;
  /** By node, for the sequence at hand; all 0 between calls. */
  readonly #counts: Int32Array;
  readonly #weights: Float64Array;

  constructor(corpus: Pick<Corpus, 'documents'>, form: CiderForm) {
    this.#form = form;
    const documents = corpus.documents();
    this.#largestIdf = Math.log(documents.size);
    for (const document of documents) for (const words of document) this.#add(words);
    this.#counts = new Int32Array(this.#trie.size + 1);
    this.#weights = new Float64Array(this.#trie.size + 1);
    this.#idf = this.#documentFrequencies(documents).map((count) => this.#largestIdf - Math.log(Math.max(1, count)));
  }

  /** CIDEr of a sequence, 0 … 10. */
  score(words: Words, references: readonly GramVector[]): number {
    const own = this.vector(words);
    for (const [at, node] of own.nodes.entries()) this.#weights[node] = own.weights[at]!;
    let sum = 0;
    for (const reference of references) sum += this.#similarity(own, reference);
    for (const node of own.nodes) this.#weights[node] = 0;
    return (10 * sum) / (maximumOrder * references.length);
  }

  vector(words: Words): GramVector {
    const nodes = new Int32Array(maximumOrder * words.length);
    const weights = new Float64Array(nodes.length);
    const ends = new Int32Array(maximumOrder);
    const norms = new Float64Array(maximumOrder);
    let end = 0;
    let grams: Int32Array = new Int32Array(words.length);
    for (let order = 0; order < maximumOrder; order++) {
      grams = this.#longer(grams, words, order);
      const begin = end;
      for (const gram of grams) if (gram > 0 && this.#counts[gram]!++ === 0) nodes[end++] = gram;
      let square = squareOfUnknown(grams) * this.#largestIdf ** 2;
      for (let at = begin; at < end; at++) {
        const node = nodes[at]!;
        weights[at] = this.#counts[node]! * this.#idf[node]!;
        square += weights[at]! ** 2;
        this.#counts[node] = 0;
      }
      ends[order] = end;
      norms[order] = Math.sqrt(square);
    }
    return { nodes: nodes.subarray(0, end), weights: weights.subarray(0, end), ends, norms, length: words.length };
  }

  /** Σ over orders of the cosine of the sequence in `#weights` and a reference. */
  #similarity(own: GramVector, { nodes, weights, ends, norms, length }: GramVector): number {
    const clips = this.#form === 'cider-d';
    let sum = 0;
    for (let order = 0, at = 0; order < maximumOrder; order++) {
      let product = 0;
      for (; at < ends[order]!; at++) {
        const weight = this.#weights[nodes[at]!]!;
        product += (clips ? Math.min(weight, weights[at]!) : weight) * weights[at]!;
      }
      const norm = own.norms[order]! * norms[order]!;
      if (norm > 0) sum += product / norm;
    }
    // The authors' code measures length in bigrams.
    const difference = Math.max(0, own.length - 1) - Math.max(0, length - 1);
    return clips ? sum * Math.exp(-(difference ** 2) / (2 * sigma ** 2)) : sum;
  }

  /**
   * The n-grams by where they start, from those a symbol shorter: nodes, or −1 − i for one of no document, where i is
   * the first start that has it.
   */
  #longer(shorter: Int32Array, words: Words, order: number): Int32Array {
    const longer = new Int32Array(Math.max(0, words.length - order));
    for (let start = 0; start < longer.length; start++) {
      const parent = shorter[start]!;
      const symbol = words[start + order]!;
      const node = parent < 0 ? 0 : this.#trie.find(parent, symbol);
      let first = 0;
      if (node === 0) while (shorter[first] !== parent || words[first + order] !== symbol) first++;
      longer[start] = node > 0 ? node : -1 - first;
    }
    return longer;
  }

  /** Makes sure that all n-grams have nodes, and visits them. */
  #add(words: Words, visit?: (node: number) => void): void {
    for (let start = 0; start < words.length; start++) {
      const end = Math.min(words.length, start + maximumOrder);
      for (let at = start, node = 0; at < end; at++) {
        node = this.#trie.add(node, words[at]!);
        visit?.(node);
      }
    }
  }

  #documentFrequencies(documents: Iterable<readonly Words[]>): Float64Array {
    const frequencies = new Float64Array(this.#trie.size + 1);
    const seenIn = new Int32Array(this.#trie.size + 1);
    let number = 0;
    for (const document of documents) {
      number += 1;
      for (const words of document) {
        this.#add(words, (node) => {
          if (seenIn[node] !== number) frequencies[node]! += 1;
          seenIn[node] = number;
        });
      }
    }
    return frequencies;
  }
}

/** Σ c² over the n-grams of no document, c their occurrences. */
function squareOfUnknown(grams: Int32Array): number {
  const counts = new Int32Array(grams.length);
  let square = 0;
  // (c + 1)² = c² + (2c + 1).
  for (const gram of grams) if (gram < 0) square += 2 * counts[-1 - gram]!++ + 1;
  return square;
}
