export const setNames = ['train', 'valid', 'test'] as const;
export type SetName = (typeof setNames)[number];

/** Something of each set of an experiment's data. */
export type Sets<T> = { train: T; valid: T; test?: T };

/** Two sets that are generated from the same seed: what is trained on would be measured. */
interface SeedClash {
  /** The set that came first, and the one that has its seed too. */
  other: string;
  name: string;
  seed: number;
}

/** The first sets, by name, that are generated from the same seed. */
export function sameSeed(specs: Iterable<readonly [name: string, spec: object]>): SeedClash | undefined {
  const seeds = new Map<number, string>();
  for (const [name, spec] of specs) {
    if (!('generate' in spec && 'seed' in spec)) continue;
    const seed = spec.seed as number;
    const other = seeds.get(seed);
    if (other !== undefined) return { other, name, seed };
    seeds.set(seed, name);
  }
  return undefined;
}
