/** lp(|Y|) that a hypothesis' log-probability is divided by, by the name in the experiment file. */
const penalties: Record<string, (alpha: number) => (length: number) => number> = {
  none: () => () => 1,
  /** ((5 + |Y|)/6)^α. Wu et al. 2016, arXiv:1609.08144, eq. 14. */
  gnmt: (alpha) => (length) => ((5 + length) / 6) ** alpha,
  /** |Y|: the mean log-probability of a token. */
  mean: () => (length) => length,
};

export function lengthPenalty({ kind, alpha = 1 }: { kind: string; alpha?: number }): (length: number) => number {
  const penalty = penalties[kind];
  if (!penalty) throw new Error(`there is no length penalty ${kind}`);
  return penalty(alpha);
}
