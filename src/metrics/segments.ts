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
