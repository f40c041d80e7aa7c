import { createHash } from 'node:crypto';
import { statelessUniform } from '../ops/philox.ts';

/**
 * Two int32 numbers that are a function of the three arguments alone: what in-graph random numbers of one training step
 * are derived from. Every purpose (`dropout/encoder`, `coin`) has its own, unrelated sequence, so that a resumed run
 * needs no state but its step. `step` is any integer of at most 2⁵³ in size.
 */
export function seedFor(seed: number, purpose: string, step: number): [first: number, second: number] {
  const digest = createHash('sha256').update(`${seed}\0${step}\0${purpose}`).digest();
  return [digest.readInt32LE(0), digest.readInt32LE(4)];
}

/** `count` uniform numbers in [0, 1), multiples of 2⁻²³: the initial values of a weight, before scaling. */
export function uniform(seed: number, purpose: string, count: number): Float32Array {
  return statelessUniform(count, ...seedFor(seed, purpose, 0));
}

/** `count` numbers of the standard normal distribution, by Box & Muller 1958: √(−2·ln(1−u))·cos(2πv). */
export function normal(seed: number, purpose: string, count: number): Float32Array {
  const draws = uniform(seed, purpose, 2 * count);
  return Float32Array.from({ length: count }, (_, index) => {
    const [u, v] = [draws[2 * index] as number, draws[2 * index + 1] as number];
    return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
  });
}

/** A uniformly random order of 0 … count − 1 by Fisher and Yates's shuffle. */
export function permutation(seed: number, purpose: string, epoch: number, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  const draws = statelessUniform(2 * count, ...seedFor(seed, purpose, epoch));
  for (let last = count - 1; last > 0; last--) {
    // One draw has 23 bits, too few for a fair choice among millions: two make 46.
    const draw = draws[2 * last] + draws[2 * last + 1] * 2 ** -23;
    const chosen = Math.floor(draw * (last + 1));
    [order[last], order[chosen]] = [order[chosen], order[last]];
  }
  return order;
}

/** Draws one number after another from the sequence of (seed, purpose): for generators that are not a training step. */
export class RandomSequence {
  private readonly seed: number;
  private readonly purpose: string;
  private block: Float32Array = new Float32Array(0);
  private blocks = 0;
  private position = 0;

  constructor(seed: number, purpose: string) {
    this.seed = seed;
    this.purpose = purpose;
  }

  /** Uniform in [0, 1). */
  next(): number {
    if (this.position === this.block.length) {
      this.block = statelessUniform(1024, ...seedFor(this.seed, this.purpose, this.blocks++));
      this.position = 0;
    }
    return this.block[this.position++];
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A member of a list in which earlier members are more likely, Zipf's law with the given exponent. */
  pick<T>(items: readonly T[], exponent = 0): T {
    const total = items.reduce((sum, _, index) => sum + (index + 1) ** -exponent, 0);
    let left = this.next() * total;
    for (let index = 0; index < items.length - 1; index++) {
      left -= (index + 1) ** -exponent;
      if (left < 0) return items[index];
    }
    return items[items.length - 1];
  }
}
