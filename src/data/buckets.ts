import type { BatchShape } from './batch.ts';
import type { EncodedPairs } from './encodedSet.ts';

/** How much a batch holds: target positions, padding included; or sentences, pictures, whatever examples are. */
export type BatchSize = { tokens: number } | { sentences: number } | { examples: number };

/** Rows of a batch whose longest target has `target` positions. */
export const rowsFor = (size: BatchSize, target: number): number => {
  if ('tokens' in size) return Math.floor(size.tokens / target);
  return 'sentences' in size ? size.sentences : size.examples;
};

/** Lengths in tokens with the end of sentence. */
interface Lengths {
  source: number;
  target: number;
}

/** Examples that get a shape of their own. */
interface Bucket {
  examples: Lengths[];
  /** The best way to divide it, if any saves something. */
  split?: { saved: number; halves: [Lengths[], Lengths[]] };
}

/**
 * A set of at most `maxShapes` static shapes for a text, the one with most batches first. One bucket for all is divided
 * in two, along the source or the target length, where that saves most positions of an epoch, again and again; so the
 * limits follow the lengths that the text has. Rows are as many as `size` allows, at least 1, and no more than a bucket
 * has examples.
 */
export function planShapes(set: EncodedPairs, size: BatchSize, maxShapes: number): BatchShape[] {
  const examples = set.sources.map((_, index) => lengthsOf(set, index));
  if (examples.length === 0) return [];
  const buckets = [bucketOf(examples, size)];
  while (buckets.length < maxShapes) {
    const best = buckets.reduce((a, b) => ((b.split?.saved ?? 0) > (a.split?.saved ?? 0) ? b : a));
    if (best.split === undefined) break;
    buckets.splice(buckets.indexOf(best), 1, ...best.split.halves.map((half) => bucketOf(half, size)));
  }
  return mostFrequentFirst(
    set,
    buckets.map((bucket) => shapeFor(limitsOf(bucket.examples), bucket.examples.length, size)),
  );
}

/** The examples of each shape, by index: every example in the smallest shape that holds it. */
export function assignExamples(set: EncodedPairs, shapes: readonly BatchShape[]): number[][] {
  const assigned: number[][] = shapes.map(() => []);
  for (let index = 0; index < set.sources.length; index++) {
    const { source, target } = lengthsOf(set, index);
    let best = -1;
    for (const [at, shape] of shapes.entries()) {
      if (source > shape.source || target > shape.target) continue;
      if (best === -1 || areaOf(shape) < areaOf(shapes[best])) best = at;
    }
    if (best === -1) throw new Error(`no shape holds example ${index} of ${source} and ${target} tokens`);
    assigned[best].push(index);
  }
  return assigned;
}

export const lengthsOf = (set: EncodedPairs, index: number): Lengths => ({
  source: set.sources[index].length + 1,
  target: set.targets[index].length + 1,
});

const areaOf = ({ source, target }: Lengths) => source + target;

function mostFrequentFirst(set: EncodedPairs, shapes: BatchShape[]): BatchShape[] {
  const batches = assignExamples(set, shapes).map((examples, at) => Math.ceil(examples.length / shapes[at].rows));
  return shapes
    .map((shape, at) => ({ shape, batches: batches[at] }))
    .filter((entry) => entry.batches > 0)
    .sort((a, b) => b.batches - a.batches)
    .map(({ shape }) => shape);
}

function shapeFor(limits: Lengths, count: number, size: BatchSize): BatchShape {
  const rows = rowsFor(size, limits.target);
  return { rows: Math.max(1, Math.min(rows, count)), source: limits.source, target: limits.target };
}

/** Positions of all batches of an epoch, padding and empty rows included. */
function positionsOf(limits: Lengths, count: number, size: BatchSize): number {
  const { rows } = shapeFor(limits, count, size);
  return Math.ceil(count / rows) * rows * areaOf(limits);
}

const larger = (a: Lengths, b: Lengths): Lengths => ({
  source: Math.max(a.source, b.source),
  target: Math.max(a.target, b.target),
});

const limitsOf = (examples: readonly Lengths[]): Lengths => examples.reduce(larger);

function bucketOf(examples: Lengths[], size: BatchSize): Bucket {
  const whole = positionsOf(limitsOf(examples), examples.length, size);
  const bySource = splitAlong(examples, 'source', size);
  const byTarget = splitAlong(examples, 'target', size);
  const best = bySource.positions < byTarget.positions ? bySource : byTarget;
  if (best.positions >= whole) return { examples };
  const halves: [Lengths[], Lengths[]] = [best.sorted.slice(0, best.at), best.sorted.slice(best.at)];
  return { examples, split: { saved: whole - best.positions, halves } };
}

/** The cheapest place to divide examples sorted by one of their lengths; examples of equal length stay together. */
function splitAlong(examples: readonly Lengths[], side: keyof Lengths, size: BatchSize) {
  const sorted = [...examples].sort((a, b) => a[side] - b[side]);
  const upper: Lengths[] = [];
  for (let at = sorted.length - 1; at >= 0; at--) {
    upper[at] = at + 1 < sorted.length ? larger(sorted[at], upper[at + 1]) : sorted[at];
  }
  let best = { positions: Number.POSITIVE_INFINITY, at: 0, sorted };
  let lower = sorted[0];
  for (let at = 1; at < sorted.length; at++) {
    if (sorted[at][side] > sorted[at - 1][side]) {
      const positions = positionsOf(lower, at, size) + positionsOf(upper[at], sorted.length - at, size);
      if (positions < best.positions) best = { positions, at, sorted };
    }
    lower = larger(lower, sorted[at]);
  }
  return best;
}
