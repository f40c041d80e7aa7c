import { defineAnalysis } from './analysis.ts';
import { scoreCharts, scoredParts } from './scoredParts.ts';

/** Where buckets end: those of compare-mt. */
const ends = [10, 20, 30, 40, 50, 60];

/** Scores of short and long sentences by themselves. */
export const lengthScores = defineAnalysis({
  title: 'Scores by source length',
  reference: 'Neubig et al. 2019, N19-4007 (compare-mt)',
  description: 'Scores of the sentences whose sources have as many words',
  over: ['text', 'tags'],
  needs: ['sourceLengths', 'scores'],
  charts: scoreCharts({ profile: 'buckets', xTitle: 'Words of the source' }),
  analyse({ sourceLengths, scores }) {
    const parts = [...ends, Number.POSITIVE_INFINITY].map((_, at) => ({
      label: labelOf(at),
      segments: [] as number[],
    }));
    for (let segment = 0; segment < sourceLengths.length; segment += 1) {
      const bucket = ends.findIndex((end) => sourceLengths[segment]! < end);
      parts.at(bucket)!.segments.push(segment);
    }
    return { figures: {}, profiles: { buckets: scoredParts(parts, scores) } };
  },
});

function labelOf(bucket: number): string {
  if (bucket === 0) return `< ${ends[0]}`;
  return bucket < ends.length ? `${ends[bucket - 1]}–${ends[bucket]! - 1}` : `≥ ${ends.at(-1)}`;
}
