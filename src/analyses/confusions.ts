import { type AnalysisProfile, defineAnalysis, type NumberedText } from './analysis.ts';

/** Pairs that are told. */
const told = 50;
/** Pairs of different classes that are counted one by one: those that are met later are counted together. */
const counted = 1 << 16;

/** Stands beside a tag of the one side where the other side has none. */
const missing = '(none)';

/** Which tags or classes are taken for which, the most frequent confusions first. */
export const confusions = defineAnalysis({
  title: 'Confusions',
  reference: 'Counts of reference and output, position by position',
  description: 'Which tags or classes are taken for which others',
  over: ['tags', 'class'],
  needs: ['words'],
  charts: [],
  analyse({ words }) {
    const { pairs, ofReference, compared, others } = countPairs(words);
    const confused = [...pairs.values()].reduce((sum, count) => sum + count, others);
    const profile = profileOf(pairs, ofReference, words.names);
    return {
      figures: {
        compared,
        confused,
        'share confused': compared > 0 ? confused / compared : null,
        'told below': profile.columns.count!.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      },
      profiles: { pairs: profile },
    };
  },
});

/** `pairs` by reference·(names+1)+output, where the number of names stands for none; `others` beyond the limit. */
function countPairs({ outputs, references, names }: NumberedText) {
  const none = names.length;
  const pairs = new Map<number, number>();
  const ofReference = new Float64Array(none + 1);
  let [compared, others] = [0, 0];
  for (const [segment, output] of outputs.entries()) {
    const reference = references[segment]![0] ?? [];
    for (let at = 0; at < Math.max(output.length, reference.length); at += 1) {
      const [gold, found] = [reference[at] ?? none, output[at] ?? none];
      compared += 1;
      ofReference[gold]! += 1;
      if (gold === found) continue;
      const key = gold * (none + 1) + found;
      const before = pairs.get(key);
      if (before === undefined && pairs.size >= counted) others += 1;
      else pairs.set(key, (before ?? 0) + 1);
    }
  }
  return { pairs, ofReference, compared, others };
}

function profileOf(
  pairs: ReadonlyMap<number, number>,
  ofReference: Float64Array,
  names: readonly string[],
): AnalysisProfile {
  const most = [...pairs].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, told);
  const sides = most.map(([key]) => [Math.floor(key / (names.length + 1)), key % (names.length + 1)] as const);
  const name = (id: number) => names[id] ?? missing;
  return {
    labels: sides.map(([gold, found]) => `${name(gold)} → ${name(found)}`),
    columns: {
      count: most.map(([, count]) => count),
      'share of reference': most.map(([, count], at) => count / ofReference[sides[at]![0]]!),
    },
  };
}
