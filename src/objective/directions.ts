import type { WordVectors } from './corpus.ts';

/** Vectors of length 1; a vector of length 0 has no direction and counts as missing. */
export function directionsOf(found: WordVectors): WordVectors {
  const { size } = found;
  const [values, present] = [found.values.slice(), found.present.slice()];
  for (let id = 0; id < present.length; id++) {
    const row = values.subarray(id * size, (id + 1) * size);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value ** 2, 0));
    if (length === 0) present[id] = 0;
    for (let at = 0; at < size; at++) row[at] = present[id] ? (row[at] as number) / length : 0;
  }
  return { size, values, present };
}
