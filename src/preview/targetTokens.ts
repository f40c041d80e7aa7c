import type { Vocabulary } from '../data/vocabulary.ts';
import type { SparseDistribution } from '../objective/method.ts';
import type { SampledToken } from '../runs/events.ts';
import { largestEntries } from '../tasks/samples.ts';

/** Ids to tokens with the distribution that a position with that gold token is trained towards, where it is known. */
export function targetTokens(
  { tokens }: Pick<Vocabulary, 'tokens'>,
  distribution: ((gold: number) => SparseDistribution) | undefined,
): (ids: Iterable<number>) => SampledToken[] {
  const known = new Map<number, SampledToken>();
  const textOf = (id: number): string => tokens[id] ?? '';
  const make = (id: number): SampledToken => ({
    ...{ text: textOf(id), id },
    ...(distribution && { target: largestEntries(distribution(id), textOf) }),
  });
  // A row of similarities is as long as the vocabulary, and words recur.
  return (ids) =>
    Array.from(ids, (id) => {
      const token = known.get(id) ?? make(id);
      known.set(id, token);
      return token;
    });
}
