import type { References } from './metric.ts';

interface Segment {
  hypothesis: string;
  /** At least one: missing references are left out. */
  references: string[];
}

/** The segments of a corpus one after the other. Throws a RangeError where the lists do not fit together. */
export function* eachSegment(hypotheses: readonly string[], references: References): Generator<Segment> {
  if (hypotheses.length === 0) throw new RangeError('There are no hypotheses to score');
  for (const { length } of references) {
    if (length !== hypotheses.length) {
      throw new RangeError(`There are ${hypotheses.length} hypotheses, but ${length} references`);
    }
  }
  for (const [i, hypothesis] of hypotheses.entries()) {
    const present = references.map((list) => list[i]).filter((text) => text !== undefined);
    if (present.length === 0) throw new RangeError(`Segment ${i + 1} has no reference`);
    yield { hypothesis, references: present };
  }
}

/** Statistics (metric.ts) of a corpus: those of its segments, summed. */
export function sumOverSegments(
  hypotheses: readonly string[],
  references: References,
  statistics: (hypothesis: string, references: readonly string[]) => Float64Array,
): Float64Array {
  let sums: Float64Array | undefined;
  for (const segment of eachSegment(hypotheses, references)) {
    const ofSegment = statistics(segment.hypothesis, segment.references);
    if (sums) for (let k = 0; k < sums.length; k += 1) sums[k]! += ofSegment[k]!;
    else sums = ofSegment;
  }
  return sums as Float64Array;
}
