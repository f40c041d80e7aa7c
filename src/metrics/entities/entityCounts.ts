/** Entities of one type: found in the right place, found at all, and in the reference. */
export interface EntityCounts {
  correct: number;
  found: number;
  gold: number;
}

/** What a tag sequence has in common with its reference, by entity type. */
export type CountsByType = Map<string, EntityCounts>;

/** Both have the same number of tags. */
export type CountEntities = (hypothesis: readonly string[], reference: readonly string[]) => CountsByType;

export function countsOf(counts: CountsByType, type: string): EntityCounts {
  const known = counts.get(type);
  if (known) return known;
  const first = { correct: 0, found: 0, gold: 0 };
  counts.set(type, first);
  return first;
}

export function addCounts(sum: CountsByType, more: CountsByType): void {
  for (const [type, { correct, found, gold }] of more) {
    const own = countsOf(sum, type);
    own.correct += correct;
    own.found += found;
    own.gold += gold;
  }
}

/** Precision, recall and their harmonic mean, 0 to 100; 0 where there is nothing to divide by. */
export function rates({ correct, found, gold }: EntityCounts): { precision: number; recall: number; f1: number } {
  const precision = found > 0 ? (100 * correct) / found : 0;
  const recall = gold > 0 ? (100 * correct) / gold : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1 };
}
