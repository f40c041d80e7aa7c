import { special } from '../data/batch.ts';
import type { Vocabulary } from '../data/vocabulary.ts';
import type { TokenView } from '../decoding/explainTokens.ts';
import type { SparseDistribution } from '../objective/method.ts';
import type { SampledToken } from '../runs/events.ts';

/** Largest entries of a target distribution that a sample keeps. */
const targetEntries = 5;

/** Tokens of a sequence as hovers explain them. `ids` ends with the end of sentence. */
export function sampledTokens(
  vocabulary: Pick<Vocabulary, 'tokens'>,
  ids: readonly number[],
  views: readonly TokenView[],
  target?: (gold: number) => SparseDistribution,
): SampledToken[] {
  const text = (id: number) => vocabulary.tokens[id] ?? '';
  return ids.map((id, index) => {
    const view = views[index];
    return {
      text: text(id),
      id,
      ...(view && {
        probability: Math.exp(view.logProbability),
        rank: view.rank,
        entropy: view.entropy,
        runnersUp: view.runnersUp.map((other) => ({ text: text(other.id), probability: other.probability })),
      }),
      ...(target && { target: largestEntries(target(id), text) }),
    };
  });
}

/** The largest entries of a distribution; what is left of it is the rest's. */
export const largestEntries = (
  { mass }: SparseDistribution,
  text: (id: number) => string,
): NonNullable<SampledToken['target']> =>
  [...mass]
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, targetEntries)
    .map(([id, share]) => ({ text: text(id), mass: share }));

/** Rows of ids, each with its end of sentence, padded to `width`. */
export function padRows(rows: readonly (readonly number[])[], count: number, width: number): Int32Array {
  const padded = new Int32Array(count * width).fill(special.pad);
  rows.forEach((ids, row) => {
    padded.set(ids.slice(0, width), row * width);
  });
  return padded;
}

/** The ids and their end, cut so that they fit. */
export const endedIds = (ids: ArrayLike<number>, width: number): number[] => [
  ...Array.from(ids).slice(0, width - 1),
  special.eos,
];

/** The first texts, each with its end, as the source of samples of this shape. */
export const textSamples =
  (texts: readonly Int32Array[]) =>
  ({ rows, source }: { rows: number; source: number }): { source: Int32Array } => ({
    source: padRows(
      texts.slice(0, rows).map((ids) => endedIds(ids, source)),
      rows,
      source,
    ),
  });
