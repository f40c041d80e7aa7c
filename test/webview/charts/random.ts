/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A walk with spikes, gaps and infinite values in it. */
export function walk(length: number, seed: number): Float64Array {
  const random = randomNumbers(seed);
  let value = 0;
  return Float64Array.from({ length }, () => {
    value += random() - 0.5;
    const luck = random();
    if (luck < 0.01) return Number.NaN;
    if (luck < 0.012) return luck < 0.011 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return luck < 0.02 ? value + 1000 * (random() - 0.5) : value;
  });
}

/** Ascending, with stretches of many and of few points. */
export function places(length: number, seed: number): Float64Array {
  const random = randomNumbers(seed);
  let x = 0.5;
  return Float64Array.from({ length }, () => {
    x += random() < 0.01 ? 50 * random() : random() ** 4;
    return x;
  });
}
