import { type AnalysisProfile, defineAnalysis, type NumberedText } from './analysis.ts';
import { countIds } from './meanFrequency.ts';

/** Where buckets of counts begin: those of compare-mt. */
const begins = [0, 1, 2, 3, 4, 5, 10, 100, 1000];
/** Tokens with fewer occurrences are rare: S1 takes them out of its vocabulary. */
const rareBelow = 5;
const mostFrequent = 10;
/** Tokens that are told by name. */
const named = 50;

const byCount = { profile: 'counts', xTitle: 'Occurrences of a token in the training text' };

/**
 * Whether outputs prefer frequent tokens. A token counts as often as it is in the training text, or where that is not
 * known, in the references. Of several references the first counts.
 */
export const tokenFrequencies = defineAnalysis({
  title: 'Token frequencies',
  reference: 'Buckets, precision and recall: Neubig et al. 2019, N19-4007 (compare-mt)',
  description: 'Frequent and rare tokens in outputs and references: too many frequent ones are a symptom',
  over: ['text', 'tags'],
  needs: ['tokens'],
  charts: [
    { ...byCount, y: 'recall', yTitle: 'Recall by frequency' },
    { ...byCount, y: 'precision', yTitle: 'Precision by frequency' },
    { ...byCount, y: 'outputs', beside: 'references', yTitle: 'Share of tokens by frequency' },
    {
      ...{ profile: 'tokens', x: 'rank', y: 'outputs', beside: 'references' },
      ...{ xTitle: 'Rank of a token', yTitle: 'Share of tokens by rank' },
    },
  ],
  analyse({ tokens }) {
    const references = tokens.references.map((ofSegment) => ofSegment[0] ?? []);
    const inReferences = countIds(references, tokens.names.length);
    const inOutputs = countIds(tokens.outputs, tokens.names.length);
    const counts = tokens.trainingCounts ?? inReferences;
    const ranked = Array.from(tokens.names.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
    const buckets = matchesByCount(tokens, references, counts);
    const rare = sumOf(buckets.filter((_, at) => begins[at]! < rareBelow));
    const frequent = ranked.slice(0, mostFrequent);
    return {
      figures: {
        'top-10 share of outputs': shareOf(inOutputs, frequent),
        'top-10 share of references': shareOf(inReferences, frequent),
        'rare-token recall': ratio(rare.both, rare.references),
        'rare-token share of outputs': ratio(rare.outputs, sumOf(buckets).outputs),
        'rare-token share of references': ratio(rare.references, sumOf(buckets).references),
      },
      profiles: {
        counts: countProfile(buckets),
        tokens: namedProfile(ranked.slice(0, named), tokens, { inOutputs, inReferences, counts }),
      },
    };
  },
});

/** Tokens of outputs, of references, and of both, each segment by itself. */
interface Matches {
  outputs: number;
  references: number;
  both: number;
}

function matchesByCount(
  { outputs }: NumberedText,
  references: readonly ArrayLike<number>[],
  counts: ArrayLike<number>,
): Matches[] {
  const buckets = begins.map((): Matches => ({ outputs: 0, references: 0, both: 0 }));
  const bucketOf = (id: number) => buckets[begins.findLastIndex((begin) => (counts[id] ?? 0) >= begin)]!;
  for (const [segment, output] of outputs.entries()) {
    const left = new Map<number, number>();
    for (const id of Array.from(references[segment]!)) {
      left.set(id, (left.get(id) ?? 0) + 1);
      bucketOf(id).references += 1;
    }
    for (const id of Array.from(output)) {
      const there = left.get(id) ?? 0;
      const bucket = bucketOf(id);
      bucket.outputs += 1;
      if (there === 0) continue;
      bucket.both += 1;
      left.set(id, there - 1);
    }
  }
  return buckets;
}

function countProfile(buckets: readonly Matches[]): AnalysisProfile {
  const all = sumOf(buckets);
  return {
    labels: begins.map(labelOf),
    columns: {
      outputs: buckets.map((bucket) => ratio(bucket.outputs, all.outputs)),
      references: buckets.map((bucket) => ratio(bucket.references, all.references)),
      recall: buckets.map((bucket) => ratio(bucket.both, bucket.references)),
      precision: buckets.map((bucket) => ratio(bucket.both, bucket.outputs)),
    },
  };
}

function labelOf(begin: number, bucket: number): string {
  const next = begins[bucket + 1];
  if (next === undefined) return `≥ ${begin}`;
  return next === begin + 1 ? `${begin}` : `${begin}–${next - 1}`;
}

interface Counts {
  inOutputs: Float64Array;
  inReferences: Float64Array;
  counts: ArrayLike<number>;
}

function namedProfile(
  ids: readonly number[],
  { names }: NumberedText,
  { inOutputs, inReferences, counts }: Counts,
): AnalysisProfile {
  const [ofOutputs, ofReferences] = [inOutputs, inReferences].map((all) => all.reduce((sum, count) => sum + count, 0));
  return {
    labels: ids.map((id) => names[id]!),
    columns: {
      rank: ids.map((_, rank) => rank + 1),
      count: ids.map((id) => counts[id] ?? 0),
      outputs: ids.map((id) => ratio(inOutputs[id]!, ofOutputs!)),
      references: ids.map((id) => ratio(inReferences[id]!, ofReferences!)),
    },
  };
}

const sumOf = (buckets: readonly Matches[]): Matches =>
  buckets.reduce(
    (sum, { outputs, references, both }) => ({
      ...{ outputs: sum.outputs + outputs, references: sum.references + references, both: sum.both + both },
    }),
    { outputs: 0, references: 0, both: 0 },
  );

function shareOf(counts: Float64Array, ids: readonly number[]): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return ratio(
    ids.reduce((sum, id) => sum + counts[id]!, 0),
    all,
  );
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
