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
