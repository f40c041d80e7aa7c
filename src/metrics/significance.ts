import {
  actualDifference,
  drawResamples,
  drawShuffles,
  type Pair,
  resampledDifferences,
  type ScoreOf,
  type SystemStatistics,
  shuffledDifferences,
} from './resampling.ts';

/**
 * Whether two systems differ by more than chance on one text, told from each sentence's statistics (metric.ts) alone.
 * A system may have been trained with several seeds: its score is then the mean over them of the corpus score, and the
 * sentences are resampled for all of them at once (Clark et al. 2011, P11-2031).
 */

/** A system's runs, by seed. */
export type System = ReadonlyMap<number, SystemStatistics>;

export interface TestOptions {
  /** Of the drawing, not of the systems: equal seeds give equal figures. */
  seed?: number;
  /** sacreBLEU's defaults are 1,000 resamples and 10,000 shuffles. */
  resamples?: number;
  shuffles?: number;
}

export interface TestResult {
  /** The other system's mean score less that of the base, over the seeds that both have. */
  difference: number;
  /** 95 % interval of the difference, by bootstrap. */
  low: number;
  high: number;
  bootstrapP: number;
  randomisationP: number;
  seeds: number[];
}

/** Tests each of the other systems against the base, all on the same draws. They must have a seed in common with it. */
export function testAgainstBase(
  base: System,
  others: readonly System[],
  scoreOf: ScoreOf,
  { seed = 12345, resamples = 1000, shuffles = 10_000 }: TestOptions = {},
): TestResult[] {
  const sentences = [...base.values()][0]?.sentences ?? 0;
  const pairs = others.map((other) => pairUp(base, other));
  const bySeed = new Map([...base.keys()].map((of) => [of, drawShuffles(sentences, shuffles, seed, of)]));
  const chance = shuffledDifferences(pairs, bySeed, shuffles, scoreOf);
  const resampled = resampledDifferences(pairs, drawResamples(sentences, resamples, seed), scoreOf);
  return pairs.map((pair, index) => {
    const actual = actualDifference(pair, scoreOf);
    const { p, low, high } = bootstrapTest(resampled[index]!, actual);
    const randomisationP = pValue(chance[index]!.map(Math.abs), actual);
    return { difference: actual, low, high, bootstrapP: p, randomisationP, seeds: pair.map((run) => run.seed) };
  });
}

const pairUp = (base: System, other: System): Pair =>
  [...base].flatMap(([seed, ofBase]) => {
    const ofOther = other.get(seed);
    return ofOther ? [{ seed, base: ofBase, other: ofOther }] : [];
  });

/**
 * Paired bootstrap resampling (Koehn 2004, W04-3250), two-sided, from the differences between the systems' scores on
 * the same resamples, as sacreBLEU's `--paired-bs` has it: |d| less its mean over the resamples is what the distance
 * of the scores would be by chance. The interval holds the middle 95 % of the differences.
 */
export function bootstrapTest(differences: Float64Array, actual: number): { p: number; low: number; high: number } {
  const distances = differences.map(Math.abs);
  const usual = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const sorted = Float64Array.from(differences).sort();
  const outside = Math.floor(sorted.length / 40);
  return {
    p: pValue(
      distances.map((distance) => distance - usual),
      actual,
    ),
    low: sorted[outside]!,
    high: sorted[sorted.length - 1 - outside]!,
  };
}

/**
 * (c + 1) / (n + 1) with c of n chance distances at least as large as the actual one; + 1, so that p is never below
 * what n trials can show. sacreBLEU leaves out equal ones, which makes a system significantly different from itself.
 */
export function pValue(chance: Float64Array, actual: number): number {
  let reached = 0;
  for (const distance of chance) if (distance >= Math.abs(actual)) reached += 1;
  return (reached + 1) / (chance.length + 1);
}
