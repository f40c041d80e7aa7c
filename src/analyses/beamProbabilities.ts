import { defineAnalysis } from './analysis.ts';
import { frequencySplits, splitByFrequency } from './meanFrequency.ts';

/** Bins of equal width, the left end in the bin but for 1, which is in the last. */
const bins = 20;

const everything = 'all';
const [most, medium, least] = frequencySplits;
const bySteps = { profile: 'probabilities', x: 'probability', xTitle: 'Probability of a step' };

/** Probabilities of the steps of the outputs that were chosen, of all of them and of each third by source frequency. */
export const beamProbabilities = defineAnalysis({
  title: 'Beam probabilities',
  reference: 'Lu et al. 2023, Fig. 2',
  description: 'How probable each token of the chosen outputs was, given what stands before it',
  over: ['text', 'tags'],
  needs: ['probabilities'],
  charts: [
    { ...bySteps, y: everything, yTitle: 'Share of steps' },
    { ...bySteps, y: most, yTitle: 'Share of steps, most frequent sources' },
    { ...bySteps, y: medium, yTitle: 'Share of steps, medium sources' },
    { ...bySteps, y: least, yTitle: 'Share of steps, least frequent sources' },
  ],
  analyse({ probabilities, sourceFrequencies }) {
    const all = histogram(probabilities);
    const splits = sourceFrequencies ? splitByFrequency(sourceFrequencies) : [];
    const ofSplits = splits.map((segments) => histogram(segments.map((segment) => probabilities[segment] ?? [])));
    const mode = all.counts.indexOf(Math.max(...all.counts));
    return {
      figures: {
        'mean probability': all.total > 0 ? all.sum / all.total : null,
        'most frequent probability': all.total > 0 ? centre(mode) : null,
        steps: all.total,
      },
      profiles: {
        probabilities: {
          labels: Array.from(
            { length: bins },
            (_, bin) => `${(bin / bins).toFixed(2)}–${((bin + 1) / bins).toFixed(2)}`,
          ),
          columns: {
            probability: Array.from({ length: bins }, (_, bin) => centre(bin)),
            [everything]: sharesOf(all),
            ...Object.fromEntries(ofSplits.map((found, part) => [frequencySplits[part], sharesOf(found)])),
          },
        },
      },
    };
  },
});

const centre = (bin: number): number => (bin + 0.5) / bins;

interface Histogram {
  counts: number[];
  total: number;
  sum: number;
}

function histogram(probabilities: readonly ArrayLike<number>[]): Histogram {
  const found = { counts: new Array<number>(bins).fill(0), total: 0, sum: 0 };
  for (const steps of probabilities) {
    for (let step = 0; step < steps.length; step += 1) {
      const probability = steps[step]!;
      // A model that has diverged says no number.
      if (!(probability >= 0)) continue;
      found.counts[Math.min(bins - 1, Math.floor(probability * bins))]! += 1;
      found.total += 1;
      found.sum += probability;
    }
  }
  return found;
}

const sharesOf = ({ counts, total }: Histogram): (number | null)[] =>
  counts.map((count) => (total > 0 ? count / total : null));
