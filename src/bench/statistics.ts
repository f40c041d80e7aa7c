/** Durations of one contestant's steps, in milliseconds. */
export interface Timing {
  /** Median over repetitions of the median step of each. */
  median: number;
  /** The fastest and the slowest repetition. */
  lowest: number;
  highest: number;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('the median of no values was asked for');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}

export function summarize(repetitions: readonly (readonly number[])[]): Timing {
  const medians = repetitions.map(median);
  return { median: median(medians), lowest: Math.min(...medians), highest: Math.max(...medians) };
}

/**
 * How many times as long `slower` takes as `faster`, repetition by repetition. Both were measured moments apart, so that
 * what slows the machine down for a while hardly shows.
 */
export const pairedRatios = (
  slower: readonly (readonly number[])[],
  faster: readonly (readonly number[])[],
): number[] => slower.map((steps, repetition) => median(steps) / median(faster[repetition] as readonly number[]));

export const pairedRatio = (slower: readonly (readonly number[])[], faster: readonly (readonly number[])[]): number =>
  median(pairedRatios(slower, faster));
