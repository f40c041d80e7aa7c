import type { EncodedPairs } from './encodedSet.ts';

/** Encoded pairs in memory that threads share: all ids in a row, and where each example ends. */
export interface PackedPairs {
  sourceIds: Int32Array;
  sourceEnds: Int32Array;
  targetIds: Int32Array;
  targetEnds: Int32Array;
}

const sharedArray = (length: number) => new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));

export function packPairs({ sources, targets }: EncodedPairs): PackedPairs {
  const [sourceIds, sourceEnds] = pack(sources);
  const [targetIds, targetEnds] = pack(targets);
  return { sourceIds, sourceEnds, targetIds, targetEnds };
}

function pack(examples: readonly Int32Array[]): [ids: Int32Array, ends: Int32Array] {
  const ids = sharedArray(examples.reduce((sum, example) => sum + example.length, 0));
  const ends = sharedArray(examples.length);
  let end = 0;
  for (const [index, example] of examples.entries()) {
    ids.set(example, end);
    end += example.length;
    ends[index] = end;
  }
  return [ids, ends];
}

/** The pairs as views of the shared memory. */
export function unpackPairs({ sourceIds, sourceEnds, targetIds, targetEnds }: PackedPairs): EncodedPairs {
  const unpack = (ids: Int32Array, ends: Int32Array) =>
    Array.from(ends, (end, index) => ids.subarray(index === 0 ? 0 : ends[index - 1], end));
  return { sources: unpack(sourceIds, sourceEnds), targets: unpack(targetIds, targetEnds) };
}
