import { RandomSequence } from '../data/random.ts';

/** One run's statistics: those of a sentence after the other, `width` numbers each. */
export interface SystemStatistics {
  sentences: number;
  width: number;
  values: Float64Array;
}

export type ScoreOf = (sums: Float64Array) => number;

/** The runs of one seed in both systems. */
export interface PairedRun {
  seed: number;
  base: SystemStatistics;
  other: SystemStatistics;
}
export type Pair = readonly PairedRun[];

/** Puts the statistics of sentences into one array. All have the same length, which is at least 1. */
export function packStatistics(statistics: readonly Float64Array[]): SystemStatistics {
  const width = statistics[0]?.length ?? 0;
  const values = new Float64Array(statistics.length * width);
  for (const [sentence, ofSentence] of statistics.entries()) values.set(ofSentence, sentence * width);
  return { sentences: statistics.length, width, values };
}

const mean = (pair: Pair, ofRun: (run: PairedRun) => number): number =>
  pair.reduce((sum, run) => sum + ofRun(run), 0) / pair.length;

/** The mean difference of the systems' corpus scores. */
export const actualDifference = (pair: Pair, scoreOf: ScoreOf): number =>
  mean(pair, ({ base, other }) => scoreOf(sumOf(other)) - scoreOf(sumOf(base)));

/** Resamples of a text: each as many sentences as it has, drawn with replacement. The array is used again. */
export function* drawResamples(sentences: number, count: number, seed: number): Generator<Int32Array> {
  const random = new RandomSequence(seed, 'bootstrap');
  const resample = new Int32Array(sentences);
  for (let drawn = 0; drawn < count; drawn += 1) {
    for (let at = 0; at < sentences; at += 1) resample[at] = Math.floor(random.next() * sentences);
    yield resample;
  }
}

/** The differences of the systems' scores on each resample, for each pair: all systems see the same sentences. */
export function resampledDifferences(
  pairs: readonly Pair[],
  resamples: Iterable<Int32Array>,
  scoreOf: ScoreOf,
): Float64Array[] {
  const differences: number[][] = pairs.map(() => []);
  for (const resample of resamples) {
    // The base's runs are in every pair.
    const scores = new Map<SystemStatistics, number>();
    const scoreOn = (run: SystemStatistics) => {
      const score = scores.get(run) ?? scoreOf(sumOf(run, resample));
      scores.set(run, score);
      return score;
    };
    for (const [index, pair] of pairs.entries()) {
      differences[index]!.push(mean(pair, ({ base, other }) => scoreOn(other) - scoreOn(base)));
    }
  }
  return differences.map((ofPair) => Float64Array.from(ofPair));
}

/** Sums over the sentences named, each as often as it is named, or over all. */
function sumOf(system: SystemStatistics, named?: Int32Array): Float64Array {
  const { width, values } = system;
  const sums = new Float64Array(width);
  const count = named?.length ?? system.sentences;
  for (let at = 0; at < count; at += 1) {
    const start = (named ? named[at]! : at) * width;
    for (let k = 0; k < width; k += 1) sums[k]! += values[start + k]!;
  }
  return sums;
}

/** Which sentences change sides in each shuffle, each with probability ½. The array is used again. */
export function* drawShuffles(
  sentences: number,
  count: number,
  seed: number,
  systemSeed: number,
): Generator<Int32Array> {
  const random = new RandomSequence(seed, `randomisation/${systemSeed}`);
  const swapped = new Int32Array(sentences);
  for (let drawn = 0; drawn < count; drawn += 1) {
    let size = 0;
    let bits = 1;
    for (let sentence = 0; sentence < sentences; sentence += 1) {
      // A draw is 23 fair bits; a 1 above them marks their end.
      if (bits === 1) bits = (random.next() + 1) * 2 ** 23;
      if (bits & 1) swapped[size++] = sentence;
      bits >>= 1;
    }
    yield swapped.subarray(0, size);
  }
}

/**
 * Approximate randomisation (Riezler and Maxwell 2005): the differences of the systems' scores when sentences change
 * sides by chance, drawn for each seed by itself, for each pair.
 */
export function shuffledDifferences(
  pairs: readonly Pair[],
  shuffles: ReadonlyMap<number, Iterator<Int32Array>>,
  count: number,
  scoreOf: ScoreOf,
): Float64Array[] {
  const differences = pairs.map(() => new Float64Array(count));
  const swapped = new Map<number, Int32Array>();
  const prepared = pairs.map((pair) => pair.map(prepare));
  for (let shuffle = 0; shuffle < count; shuffle += 1) {
    for (const [seed, drawn] of shuffles) swapped.set(seed, drawn.next().value as Int32Array);
    for (const [index, pair] of prepared.entries()) {
      let sum = 0;
      for (const { seed, base, other, gap } of pair) {
        // What the base gains by the swap is what the other loses.
        const moved = sumOf(gap, swapped.get(seed));
        sum += scoreOf(other.map((value, k) => value - moved[k]!)) - scoreOf(base.map((value, k) => value + moved[k]!));
      }
      differences[index]![shuffle] = sum / pair.length;
    }
  }
  return differences;
}

function prepare({ seed, base, other }: PairedRun) {
  const gap = { ...base, values: other.values.map((value, at) => value - base.values[at]!) };
  return { seed, base: sumOf(base), other: sumOf(other), gap };
}
