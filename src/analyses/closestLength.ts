/** The reference length that is nearest to an output's, the shorter of two: as BLEU takes it. */
export function closestLength(length: number, references: readonly ArrayLike<number>[]): number {
  let best = references[0]?.length ?? 0;
  for (const { length: candidate } of references) {
    const gain = Math.abs(length - best) - Math.abs(length - candidate);
    if (gain > 0 || (gain === 0 && candidate < best)) best = candidate;
  }
  return best;
}
