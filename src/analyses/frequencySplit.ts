import { defineAnalysis } from './analysis.ts';
import { frequencySplits, splitByFrequency } from './meanFrequency.ts';
import { scoreCharts, scoredParts } from './scoredParts.ts';

/** Scores of the thirds of a text whose source words are most, less and least frequent in the training text. */
export const frequencySplit = defineAnalysis({
  title: 'Scores by source frequency',
  reference: 'Lu et al. 2023, eq. 18; its parts are of 2,400 sentences, these are thirds',
  description: 'Scores of the sentences whose source tokens are most, less and least frequent in the training text',
  over: ['text'],
  needs: ['sourceFrequencies', 'scores'],
  charts: scoreCharts({ profile: 'splits', xTitle: 'Frequency of source tokens' }),
  analyse({ sourceFrequencies, scores }) {
    const splits = splitByFrequency(sourceFrequencies);
    const { labels, columns } = scoredParts(
      splits.map((segments, part) => ({ label: frequencySplits[part]!, segments })),
      scores,
    );
    const means = splits.map((segments) => {
      const sum = segments.reduce((total, segment) => total + sourceFrequencies[segment]!, 0);
      return segments.length > 0 ? sum / segments.length : null;
    });
    return { figures: {}, profiles: { splits: { labels, columns: { ...columns, 'mean frequency': means } } } };
  },
});
