import type { WordVectors } from '../corpus.ts';
import { directionsOf } from '../directions.ts';
import { firstAbove } from '../firstAbove.ts';
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
  readonly #temperature: number;
  /** Members that have a vector, ascending. */
  readonly #tokens: Int32Array;
  /** Where a token stands among them, −1 where it is none, [vocab]. */
  readonly #indexes: Int32Array;
  /** Their vectors at length 1, [tokens · size]. */
  readonly #directions: Float32Array;
  readonly #size: number;
  readonly #rows = new Map<number, Row>();

  /** `members`: token ids, ascending. */
  constructor(members: readonly number[], vectors: WordVectors, temperature: number) {
    const { size, values, present } = directionsOf(vectors);
    this.#temperature = temperature;
    this.#size = size;
    this.#tokens = Int32Array.from(members.filter((token) => present[token]));
    this.#indexes = new Int32Array(present.length).fill(-1);
    this.#directions = new Float32Array(this.#tokens.length * size);
    for (const [index, token] of this.#tokens.entries()) {
      this.#indexes[token] = index;
      this.#directions.set(values.subarray(token * size, (token + 1) * size), index * size);
    }
  }

  substitutes(gold: number): number {
    return this.#indexes[gold]! < 0 ? 0 : this.#tokens.length - 1;
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
    const index = this.#indexes[token]!;
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
    const tokens = this.#tokens.length;
    const own = this.#indexes[gold]!;
    const sums = new Float32Array(tokens);
    let nearest = -1;
    for (let index = 0; index < tokens; index++) {
      sums[index] = this.#cosine(own, index);
      if (index !== own && sums[index]! > nearest) nearest = sums[index]!;
    }
    // Relative to the nearest word's mass, so that no temperature makes all of them 0.
    let sum = 0;
    for (let index = 0; index < tokens; index++) {
      if (index !== own) sum += Math.exp((sums[index]! - nearest) / this.#temperature);
      sums[index] = sum;
    }
    return { sums, own: Math.exp((1 - nearest) / this.#temperature) };
  }

  #cosine(first: number, second: number): number {
    const directions = this.#directions;
    const end = (first + 1) * this.#size;
    let sum = 0;
    for (let i = first * this.#size, j = second * this.#size; i < end; i++, j++) sum += directions[i]! * directions[j]!;
    return sum;
  }
}
