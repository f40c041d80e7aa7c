import { closestLength } from '../metrics/closestLength.ts';
import { type AnalysisProfile, defineAnalysis, type NumberedText } from './analysis.ts';

/** Lengths are told five by five, and from here on together. */
const width = 5;
const longest = 100;
const bins = longest / width + 1;

/** Differences beyond are told with the last of either side. */
const furthest = 10;

/** How long outputs are beside their references. Of several references the one that is nearest in length counts. */
export const lengths = defineAnalysis({
  title: 'Lengths',
  reference: 'Length ratio: Papineni et al. 2002, P02-1040; differences: Neubig et al. 2019, N19-4007',
  description: 'How many words outputs have, beside their references',
  over: ['text', 'tags'],
  needs: ['words'],
  charts: [
    {
      ...{ profile: 'lengths', x: 'words', y: 'outputs', beside: 'references' },
      ...{ xTitle: 'Words', yTitle: 'Share of outputs' },
    },
    {
      ...{ profile: 'differences', x: 'difference', y: 'outputs' },
      ...{ xTitle: 'Words of an output less those of its reference', yTitle: 'Share of outputs' },
    },
  ],
  analyse({ words }) {
    const pairs = pairsOf(words);
    const [outputs, references] = [0, 1].map((side) => pairs.reduce((sum, pair) => sum + pair[side]!, 0)) as Pair;
    const segments = pairs.length;
    return {
      figures: {
        'length ratio': references > 0 ? outputs / references : null,
        'mean output length': segments > 0 ? outputs / segments : null,
        'mean reference length': segments > 0 ? references / segments : null,
        'empty outputs': pairs.filter(([output]) => output === 0).length,
      },
      profiles: { lengths: lengthProfile(pairs), differences: differenceProfile(pairs) },
    };
  },
});

/** Words of an output and of its reference. */
type Pair = [output: number, reference: number];

const pairsOf = ({ outputs, references }: NumberedText): Pair[] =>
  outputs.map(({ length }, segment) => [
    length,
    closestLength(
      length,
      references[segment]!.map((reference) => reference.length),
    ),
  ]);

function lengthProfile(pairs: readonly Pair[]): AnalysisProfile {
  const bin = (words: number) => Math.min(bins - 1, Math.floor(words / width));
  return {
    labels: Array.from({ length: bins }, (_, at) =>
      at < bins - 1 ? `${at * width}–${at * width + 4}` : `≥ ${longest}`,
    ),
    columns: {
      words: Array.from({ length: bins }, (_, at) => at * width + 2),
      outputs: shares(pairs, bins, ([output]) => bin(output)),
      references: shares(pairs, bins, ([, reference]) => bin(reference)),
    },
  };
}

function differenceProfile(pairs: readonly Pair[]): AnalysisProfile {
  const differences = Array.from({ length: 2 * furthest + 1 }, (_, at) => at - furthest);
  const bin = ([output, reference]: Pair) => furthest + Math.max(-furthest, Math.min(furthest, output - reference));
  const label = (difference: number) => {
    if (Math.abs(difference) === furthest) return difference < 0 ? `≤ −${furthest}` : `≥ ${furthest}`;
    return String(difference).replace('-', '−');
  };
  return {
    labels: differences.map(label),
    columns: { difference: differences, outputs: shares(pairs, differences.length, bin) },
  };
}

function shares(pairs: readonly Pair[], count: number, binOf: (pair: Pair) => number): (number | null)[] {
  const counts = new Array<number>(count).fill(0);
  for (const pair of pairs) counts[binOf(pair)]! += 1;
  return counts.map((found) => (pairs.length > 0 ? found / pairs.length : null));
}
