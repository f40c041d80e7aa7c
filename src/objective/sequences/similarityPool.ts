import type { WordVectors } from '../corpus.ts';
import type { Random } from '../sampler.ts';
import type { Pool } from './pool.ts';

/** Memory for rows of similarities, in numbers of 4 bytes: 128 MiB. */
const cacheSize = 2 ** 25;

/** Masses of the substitutes of one token. */
interface Row {
  /** Running sums, [tokens]; the token itself has no mass. */
  sums: Float32Array;
  /** Mass of the token itself on the same scale. */
  own: number;
}

/** Substitutes drawn with probability ∝ e^{s/τ}, s the cosine to the gold word (Elbayad et al. 2018, eq. 13). */
export class SimilarityPool implements Pool {
  readonly #vectors: WordVectors;
  readonly #temperature: number;
  /** Members, all of them with a vector. */
  readonly #tokens: Int32Array;
  /** 1/length of each token's vector, 0 for tokens that are no members, [vocab]. */
  readonly #scales: Float64Array;
  readonly #rows = new Map<number, Row>();

  constructor(members: Iterable<number>, vectors: WordVectors, temperature: number) {
    this.#vectors = vectors;
    this.#temperature = temperature;
    this.#scales = new Float64Array(vectors.present.length);
    for (const token of members) {
      const length = Math.sqrt(this.#dot(token, token));
      if (vectors.present[token] && length > 0) this.#scales[token] = 1 / length;
    }
    this.#tokens = Int32Array.from([...this.#scales.keys()].filter((token) => this.#scales[token]! > 0));
  }

  substitutes(gold: number): number {
    return this.#scales[gold]! > 0 ? this.#tokens.length - 1 : 0;
  }

  substitute(gold: number, random: Random): number {
    const { sums } = this.#row(gold);
    return this.#tokens[firstAbove(sums, random() * sums[sums.length - 1]!)]!;
  }

  any(gold: number, random: Random): number {
    const { sums, own } = this.#row(gold);
    const isOwn = random() * (1 + sums[sums.length - 1]! / own) < 1;
    return isOwn ? gold : this.substitute(gold, random);
  }

  logPreference(gold: number, token: number): number {
    const { sums } = this.#row(gold);
    const index = firstAbove(this.#tokens, token - 1);
    const mass = sums[index]! - (index > 0 ? sums[index - 1]! : 0);
    return Math.log((mass / sums[sums.length - 1]!) * this.substitutes(gold));
  }

  /** The row of a token, kept for next time; the oldest gives way. */
  #row(gold: number): Row {
    const known = this.#rows.get(gold);
    if (known) return known;
    if ((this.#rows.size + 1) * this.#tokens.length > cacheSize) {
      for (const [oldest] of this.#rows) {
        this.#rows.delete(oldest);
        break;
      }
    }
    const row = this.#masses(gold);
    this.#rows.set(gold, row);
    return row;
  }

  #masses(gold: number): Row {
    const sums = new Float32Array(this.#tokens.length);
    let nearest = -1;
    for (const [index, token] of this.#tokens.entries()) {
      if (token === gold) continue;
      sums[index] = this.#dot(gold, token) * this.#scales[gold]! * this.#scales[token]!;
      nearest = Math.max(nearest, sums[index]!);
    }
    // Relative to the nearest word's mass, so that no temperature makes all of them 0.
    let sum = 0;
    for (const [index, token] of this.#tokens.entries()) {
      if (token !== gold) sum += Math.exp((sums[index]! - nearest) / this.#temperature);
      sums[index] = sum;
    }
    return { sums, own: Math.exp((1 - nearest) / this.#temperature) };
  }

  #dot(first: number, second: number): number {
    const { size, values } = this.#vectors;
    let sum = 0;
    for (let i = first * size, j = second * size, end = i + size; i < end; i++, j++) sum += values[i]! * values[j]!;
    return sum;
  }
}

/** Index of the first of ascending numbers that exceeds `bound`. */
function firstAbove(ascending: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
