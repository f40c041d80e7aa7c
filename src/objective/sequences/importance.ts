import type { SharedDistance } from './hammingProposal.ts';

/** Log weights of sequences, [draws][rows]; only the listed rows hold a sentence. */
export interface LogWeights {
  rows: readonly number[];
  reward: readonly Float64Array[];
  proposal: readonly Float64Array[];
}

interface Scheme {
  /** What the draws must have in common for the scheme's weights to be right. */
  shared: SharedDistance;
  /** ω, [draws][rows], of mean 1 over what shares a normalisation: L = (a/L)·Σ_l ω_l·L(y^l). */
  weigh(log: LogWeights): { importance: Float32Array[]; effectiveSize: number };
}

export const schemeNames = ['batch-mean', 'same-d', 'eq11'] as const;
export type SchemeName = (typeof schemeNames)[number];

/** Importance weights of rewards r̃ = e^{R/τ} under a Hamming proposal q. Elbayad et al. 2018, eq. 11 and 12. */
export const schemes: Record<SchemeName, Scheme> = {
  /** r̃_b / mean r̃ of the batch, as published code has it: q cancels because one distance is drawn for the batch. */
  'batch-mean': { shared: 'batch', weigh: ({ rows, reward }) => normaliseRows(rows, reward) },
  /** Eq. 11 over samples of one distance: q cancels. */
  'same-d': { shared: 'sentence', weigh: ({ rows, reward }) => normaliseDraws(rows, reward) },
  /** Eq. 11 to the letter: ω_l ∝ r̃_l / q_l over the samples of a sentence. */
  eq11: {
    shared: 'none',
    weigh: ({ rows, reward, proposal }) =>
      normaliseDraws(
        rows,
        reward.map((log, draw) => log.map((value, row) => value - proposal[draw]![row]!)),
      ),
  },
};

/** (Σω)²/Σω²: how many equal weights would tell as much (Kish 1965). */
export function effectiveSampleSize(weights: ArrayLike<number>): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]!;
    squares += weights[i]! ** 2;
  }
  return squares > 0 ? sum ** 2 / squares : 0;
}

/** e^{log} divided by its mean; the largest is taken out first, so that nothing overflows. */
function divideByMean(log: readonly number[]): number[] {
  const largest = log.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const weights = log.map((value) => Math.exp(value - largest));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

/** Each draw by itself, over its rows. */
function normaliseRows(rows: readonly number[], log: readonly Float64Array[]) {
  let share = 0;
  const importance = log.map((ofDraw) => {
    const weights = divideByMean(rows.map((row) => ofDraw[row]!));
    share += effectiveSampleSize(weights) / Math.max(1, rows.length);
    const all = new Float32Array(ofDraw.length).fill(1);
    for (const [index, row] of rows.entries()) all[row] = weights[index]!;
    return all;
  });
  return { importance, effectiveSize: share / log.length };
}

/** Each row by itself, over its draws. */
function normaliseDraws(rows: readonly number[], log: readonly Float64Array[]) {
  let share = 0;
  const importance = log.map((ofDraw) => new Float32Array(ofDraw.length).fill(1));
  for (const row of rows) {
    const weights = divideByMean(log.map((ofDraw) => ofDraw[row]!));
    share += effectiveSampleSize(weights) / log.length;
    for (const [draw, weight] of weights.entries()) importance[draw]![row] = weight;
  }
  return { importance, effectiveSize: share / Math.max(1, rows.length) };
}
