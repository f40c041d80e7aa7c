/**
 * Sequences at Hamming distance d from the gold one, with probability ∝ e^{−d/τ} (Elbayad et al. 2018, section 3.2).
 * C(T,d)·n^d of them lie at distance d where each of T positions has n substitutes, so Z = (1 + n·e^{−1/τ})^T and
 * d is binomial: each position is replaced by itself with probability ρ = κ/(1+κ), κ = n·e^{−1/τ}.
 */
export const replacementRate = (substitutes: number, temperature: number): number =>
  substitutes / (substitutes + Math.exp(1 / temperature));

/** The temperature at which a position with that many substitutes is replaced at a rate. */
export const temperatureOfRate = (substitutes: number, rate: number): number =>
  1 / Math.log((substitutes * (1 - rate)) / rate);

/** P(d), d = 0 … T, of T positions that are replaced independently at their own rates. */
export function distanceDistribution(rates: ArrayLike<number>): Float64Array {
  const probability = new Float64Array(rates.length + 1);
  probability[0] = 1;
  for (let position = 0; position < rates.length; position++) {
    const rate = rates[position]!;
    for (let d = position + 1; d > 0; d--) {
      probability[d] = probability[d]! * (1 - rate) + probability[d - 1]! * rate;
    }
    probability[0]! *= 1 - rate;
  }
  return probability;
}

/** What a draw from one of the distributions follows, each as likely as the others. */
export function meanDistribution(distributions: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(distributions.reduce((most, { length }) => Math.max(most, length), 0));
  for (const distribution of distributions) {
    for (const [d, probability] of distribution.entries()) mean[d]! += probability / distributions.length;
  }
  return mean;
}

/** P(min(d, most)): whoever has fewer positions than are to be replaced has all of them replaced. */
export function cappedDistribution(distribution: Float64Array, most: number): Float64Array {
  const capped = new Float64Array(most + 1);
  for (const [d, probability] of distribution.entries()) capped[Math.min(d, most)]! += probability;
  return capped;
}
