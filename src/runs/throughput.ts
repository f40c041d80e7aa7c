import { readSeries } from './readSeries.ts';

/**
 * Target tokens a second: the median over a run's steps after the first, which waits for the engine to compile.
 * Undefined for fewer than two steps.
 */
export async function tokensPerSecond(folder: string): Promise<number | undefined> {
  const { tokens, milliseconds } = (await readSeries(folder)).columns;
  return medianRate(tokens.subarray(1), milliseconds.subarray(1));
}

/** Tokens a second of the median step; steps that lack one of the two do not count. */
export const medianRate = (tokens: Float64Array, milliseconds: Float64Array): number | undefined =>
  median(tokens.map((count, index) => (1000 * count) / (milliseconds[index] as number)).filter(Number.isFinite));

function median(values: Float64Array): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted();
  const upper = sorted.length >> 1;
  const lower = (sorted.length - 1) >> 1;
  return ((sorted[lower] as number) + (sorted[upper] as number)) / 2;
}
