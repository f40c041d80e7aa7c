import { special } from '../../data/batch.ts';
import type { GoldBatch, Random, SampledSequences, SequenceSampler } from '../sampler.ts';
import { cappedDistribution, distanceDistribution, meanDistribution, replacementRate } from './hammingDistance.ts';
import type { Pool } from './pool.ts';
import type { Pools } from './pools.ts';
import { sentenceOf } from './sentence.ts';

export interface HammingSettings {
  temperature: number;
  samples: number;
  /** Choices of published code. */
  replacement: boolean;
  allowEqual: boolean;
  padded: boolean;
}

/** Which sequences have one distance in common: none; those of one gold sentence; those of one draw for a batch. */
export type SharedDistance = 'none' | 'sentence' | 'batch';

/** One draw, with ln q of each row up to a constant of the row's gold sentence. */
export interface Proposed extends SampledSequences {
  logProposal: Float64Array;
}

/** Where a row's positions stand in the batch, and what may be put there. */
interface Row {
  start: number;
  positions: number;
  pool: Pool;
}

/**
 * Stratified sampling in three stages: a distance d ~ P(d), d distinct positions, a substitute for each. Where every
 * sentence has a distance of its own this is a coin for each position, which is what is done; P(d) is never needed.
 */
export class HammingProposal implements SequenceSampler {
  readonly #settings: HammingSettings;
  readonly #pools: Pools;
  readonly #shared: SharedDistance;
  /** Positions that were chosen last. */
  #chosen = new Int32Array(64);
  /** Absent for the choices of published code, by which fewer words change than are drawn to, or other ones. */
  readonly distances: SequenceSampler['distances'];

  constructor(settings: HammingSettings, pools: Pools, shared: SharedDistance) {
    this.#settings = settings;
    this.#pools = pools;
    this.#shared = shared;
    const { replacement, allowEqual, padded } = settings;
    this.distances = replacement || allowEqual || padded ? undefined : (gold) => this.#closedForm(gold);
  }

  sample(gold: GoldBatch, random: Random): Proposed[] {
    this.#makeRoom(gold);
    const rows = this.#rows(gold);
    const bySentence = this.#shared === 'sentence' ? rows.map((row) => this.#toss(gold, row, random)) : undefined;
    return Array.from({ length: this.#settings.samples }, () => {
      const ofBatch = this.#shared === 'batch' ? this.#batchDistance(gold, rows, random) : undefined;
      return this.#draw(gold, rows, random, (row) => ofBatch ?? bySentence?.[row]);
    });
  }

  #closedForm(gold: GoldBatch): Float64Array[] {
    const rows = this.#rows(gold);
    const own = rows.map(({ start, positions, pool }) =>
      distanceDistribution(
        Float64Array.from(gold.target.subarray(start, start + positions), (token) => this.#rate(pool, token)),
      ),
    );
    if (this.#shared !== 'batch') return own;
    this.#makeRoom(gold);
    const ofBatch = meanDistribution(own.filter((_, row) => rows[row]!.positions > 0));
    return rows.map((row) => cappedDistribution(ofBatch, this.#replaceable(gold, row)));
  }

  #makeRoom({ length }: GoldBatch): void {
    if (this.#chosen.length < length) this.#chosen = new Int32Array(length);
  }

  #rows(gold: GoldBatch): Row[] {
    const poolOf = this.#pools(gold);
    return Array.from({ length: gold.rows }, (_, row) => {
      const words = sentenceOf(gold, row).length;
      const positions = this.#settings.padded && words > 0 ? gold.length : words;
      return { start: row * gold.length, positions, pool: poolOf(row) };
    });
  }

  #rate(pool: Pool, token: number): number {
    return replacementRate(pool.substitutes(token), this.#settings.temperature);
  }

  /** That of a row chosen at random: with sentences of one length, a draw from their P(d). */
  #batchDistance(gold: GoldBatch, rows: Row[], random: Random): number {
    const sentences = rows.filter(({ positions }) => positions > 0);
    const row = sentences[Math.floor(random() * sentences.length)];
    return row ? this.#toss(gold, row, random) : 0;
  }

  #draw(gold: GoldBatch, rows: Row[], random: Random, shared: (row: number) => number | undefined): Proposed {
    const target = gold.target.slice();
    const importance = new Float32Array(gold.rows).fill(1);
    const distance = new Int32Array(gold.rows);
    const logProposal = new Float64Array(gold.rows);
    for (const [index, row] of rows.entries()) {
      const count = this.#choose(gold, row, random, shared(index));
      for (let i = 0; i < count; i++) this.#replace(gold, target, row.start + this.#chosen[i]!, row.pool, random);
      for (let at = row.start; at < row.start + row.positions; at++) {
        if (target[at] === gold.target[at]) continue;
        distance[index]! += 1;
        logProposal[index]! += row.pool.logPreference(gold.target[at]!, target[at]!) - 1 / this.#settings.temperature;
      }
    }
    return { target, importance, distance, logProposal };
  }

  /** Chooses the positions to replace, and returns how many. Without a shared distance, the row's own is drawn. */
  #choose(gold: GoldBatch, row: Row, random: Random, shared: number | undefined): number {
    const { replacement } = this.#settings;
    if (shared === undefined && !replacement) return this.#toss(gold, row, random);
    const distance = shared ?? this.#toss(gold, row, random);
    const candidates = this.#replaceable(gold, row);
    return replacement ? this.#repeatedly(candidates, distance, random) : this.#distinct(candidates, distance, random);
  }

  /** A coin for each position; the number of heads is a draw from P(d). */
  #toss(gold: GoldBatch, { start, positions, pool }: Row, random: Random): number {
    let count = 0;
    for (let position = 0; position < positions; position++) {
      const rate = this.#rate(pool, gold.target[start + position]!);
      if (rate > 0 && random() < rate) this.#chosen[count++] = position;
    }
    return count;
  }

  /** Writes the positions that have substitutes into `#chosen`. */
  #replaceable(gold: GoldBatch, { start, positions, pool }: Row): number {
    let count = 0;
    for (let position = 0; position < positions; position++) {
      if (pool.substitutes(gold.target[start + position]!) > 0) this.#chosen[count++] = position;
    }
    return count;
  }

  /** Moves `distance` of the candidates to the front, each set of them equally likely. */
  #distinct(candidates: number, distance: number, random: Random): number {
    const count = Math.min(distance, candidates);
    for (let i = 0; i < count; i++) {
      const other = i + Math.floor(random() * (candidates - i));
      const position = this.#chosen[other]!;
      this.#chosen[other] = this.#chosen[i]!;
      this.#chosen[i] = position;
    }
    return count;
  }

  #repeatedly(candidates: number, distance: number, random: Random): number {
    if (candidates === 0) return 0;
    const drawn = Int32Array.from({ length: distance }, () => this.#chosen[Math.floor(random() * candidates)]!);
    this.#chosen.set(drawn);
    return distance;
  }

  #replace(gold: GoldBatch, target: Int32Array, at: number, pool: Pool, random: Random): void {
    const token = gold.target[at]!;
    // Positions drawn over the padded length may fall on padding, where the published code's mask hides the change.
    if (token === special.pad) return;
    target[at] = this.#settings.allowEqual ? pool.any(token, random) : pool.substitute(token, random);
  }
}
