import { special } from '../batch.ts';

/** How often words stand near each other: of each ordered pair that does, both words and the count. */
export interface Cooccurrences {
  words: Int32Array;
  contexts: Int32Array;
  counts: Float32Array;
}

/** Counts each pair of words at most `window` apart by 1/distance, both ways round. Special tokens are no words. */
export function countCooccurrences(
  sentences: readonly Int32Array[],
  vocabulary: number,
  window: number,
): Cooccurrences {
  const rows = Array.from({ length: vocabulary }, () => new Map<number, number>());
  for (const sentence of sentences) {
    for (const [at, word] of sentence.entries()) {
      if (word <= special.unk) continue;
      for (let before = Math.max(0, at - window); before < at; before++) {
        const other = sentence[before] as number;
        if (other <= special.unk) continue;
        add(rows[word] as Map<number, number>, other, 1 / (at - before));
        add(rows[other] as Map<number, number>, word, 1 / (at - before));
      }
    }
  }
  const pairs = rows.reduce((sum, { size }) => sum + size, 0);
  const made = { words: new Int32Array(pairs), contexts: new Int32Array(pairs), counts: new Float32Array(pairs) };
  let next = 0;
  for (const [word, row] of rows.entries()) {
    for (const [context, count] of row) {
      made.words[next] = word;
      made.contexts[next] = context;
      made.counts[next++] = count;
    }
  }
  return made;
}

const add = (row: Map<number, number>, id: number, count: number): void => {
  row.set(id, (row.get(id) ?? 0) + count);
};
