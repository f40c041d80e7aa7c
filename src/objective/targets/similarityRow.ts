import type { Constant } from '../method.ts';

interface Scales {
  scale: number;
  penalty: number;
  rarityDiagonal: 'keep' | 'zero';
}

/** r of one gold word over all words as plain numbers, from what `similarityConstants` gives. One-hot without a vector. */
export function similarityRow(gold: number, scales: Scales, constants: Record<string, Constant>): Float64Array {
  const { vectors, present, logCounts } = constants;
  if (!vectors || !present) throw new Error('the rows of words are not known while their vectors are trained');
  const row = new Float64Array(present.values.length);
  if (present.values[gold] === 0) return row.fill(1, gold, gold + 1);
  const penaltyOf = (id: number): number => {
    if (!logCounts || (id === gold && scales.rarityDiagonal === 'zero')) return 0;
    return scales.penalty * Math.exp(-Math.abs((logCounts.values[id] as number) - (logCounts.values[gold] as number)));
  };
  for (let id = 0; id < row.length; id++) {
    row[id] = present.values[id] ? scales.scale * cosine(vectors, gold, id) - penaltyOf(id) : Number.NEGATIVE_INFINITY;
  }
  return softmax(row);
}

function cosine({ shape, values }: Constant, first: number, second: number): number {
  const size = shape[1] as number;
  let sum = 0;
  for (let at = 0; at < size; at++) {
    sum += (values[first * size + at] as number) * (values[second * size + at] as number);
  }
  return sum;
}

function softmax(scores: Float64Array): Float64Array {
  const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const exponentials = scores.map((score) => Math.exp(score - largest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return exponentials.map((value) => value / total);
}
