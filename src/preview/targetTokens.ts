import type { Vocabulary } from '../data/vocabulary.ts';
import type { SparseDistribution } from '../objective/method.ts';
import type { SampledToken } from '../runs/events.ts';

/** Largest entries of a distribution that are told; what is left of it is the rest's. */
const entries = 5;

/** Ids to tokens with the distribution that a position with that gold token is trained towards, where it is known. */
export function targetTokens(
  { tokens }: Pick<Vocabulary, 'tokens'>,
  distribution: ((gold: number) => SparseDistribution) | undefined,
): (ids: Iterable<number>) => SampledToken[] {
  const known = new Map<number, SampledToken>();
  const textOf = (id: number): string => tokens[id] ?? '';
  const make = (id: number): SampledToken => ({
    ...{ text: textOf(id), id },
    ...(distribution && {
      target: largest(distribution(id)).map(([other, mass]) => ({ text: textOf(other), mass })),
    }),
  });
  // A row of similarities is as long as the vocabulary, and words recur.
  return (ids) =>
    Array.from(ids, (id) => {
      const token = known.get(id) ?? make(id);
      known.set(id, token);
      return token;
    });
}

const largest = ({ mass }: SparseDistribution): [number, number][] =>
  [...mass]
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, entries);
