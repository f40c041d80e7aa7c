import { special } from './batch.ts';

/**
 * For each position of `target` [rows, length], another with the same id: the next one, after the last the first; its
 * own where there is no other, and for padding, `padId`. Positions are counted time-major, as logits are: time·rows + row.
 */
export function partnersOf(target: Int32Array, rows: number, length: number, padId: number = special.pad): Int32Array {
  const partners = Int32Array.from(target, (_, position) => position);
  const ends = new Map<number, { first: number; last: number }>();
  for (let row = 0; row < rows; row++) {
    for (let time = 0; time < length; time++) {
      const id = target[row * length + time] as number;
      if (id === padId) break;
      const position = time * rows + row;
      const seen = ends.get(id);
      if (seen) {
        partners[seen.last] = position;
        partners[position] = seen.first;
        seen.last = position;
      } else {
        ends.set(id, { first: position, last: position });
      }
    }
  }
  return partners;
}
