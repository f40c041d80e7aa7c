import { countGrams, gramsOfOrder } from '../metrics/gramCounts.ts';
import { defineAnalysis, type NumberedText } from './analysis.ts';

const orders = [1, 2, 3, 4];
const maximumOrder = orders.length;

/** What outputs and references share by n-grams, and how much outputs repeat. */
export const ngrams = defineAnalysis({
  title: 'n-grams',
  reference:
    'Precision: Papineni et al. 2002, P02-1040; recall: Lin 2004, W04-1013; distinct-n: Li et al. 2016, N16-1014; repetition: Welleck et al. 2020, arXiv:1908.04319',
  description: 'n-grams that outputs share with references, and n-grams that outputs repeat',
  over: ['text'],
  needs: ['words'],
  charts: [
    { profile: 'orders', x: 'n', y: 'precision', xTitle: 'n', yTitle: 'n-gram precision' },
    { profile: 'orders', x: 'n', y: 'recall', xTitle: 'n', yTitle: 'n-gram recall' },
    { profile: 'orders', x: 'n', y: 'repeated', xTitle: 'n', yTitle: 'Share of repeated n-grams' },
  ],
  analyse({ words }) {
    const sums = new GramSums(words);
    const share = (part: Float64Array, whole: Float64Array) =>
      orders.map((order) => (whole[order]! > 0 ? part[order]! / whole[order]! : null));
    return {
      figures: {
        'distinct-1': distinct(words, 1),
        'distinct-2': distinct(words, 2),
        'distinct-1 of references': distinct(firstReferences(words), 1),
        'distinct-2 of references': distinct(firstReferences(words), 2),
      },
      profiles: {
        orders: {
          labels: orders.map(String),
          columns: {
            n: orders,
            precision: share(sums.clipped, sums.outputs),
            recall: share(sums.recalled, sums.references),
            repeated: share(sums.repeated, sums.outputs),
          },
        },
      },
    };
  },
});

/** Sums over all segments by order; entry 0 is unused. */
class GramSums {
  /** n-grams of outputs, and of all references. */
  readonly outputs = new Float64Array(maximumOrder + 1);
  readonly references = new Float64Array(maximumOrder + 1);
  /** Those of outputs that are in a reference, each as often at most as in any one of them: BLEU's matches. */
  readonly clipped = new Float64Array(maximumOrder + 1);
  /** Those of references that are in the output, counted for each reference: ROUGE-N's matches. */
  readonly recalled = new Float64Array(maximumOrder + 1);
  /** Those of outputs that stand earlier in the same output. */
  readonly repeated = new Float64Array(maximumOrder + 1);

  constructor({ outputs, references }: NumberedText) {
    for (const [segment, output] of outputs.entries()) this.#add(output, references[segment]!);
  }

  #add(output: ArrayLike<number>, references: readonly ArrayLike<number>[]): void {
    const { size, orders: orderOf, counts } = countGrams([output, ...references], maximumOrder);
    const [inOutput, ...inReferences] = counts as [Int32Array, ...Int32Array[]];
    for (let gram = 1; gram <= size && inOutput[gram]! > 0; gram += 1) {
      const [order, count] = [orderOf[gram]!, inOutput[gram]!];
      let most = 0;
      for (const inReference of inReferences) {
        most = Math.max(most, inReference[gram]!);
        this.recalled[order]! += Math.min(count, inReference[gram]!);
      }
      this.clipped[order]! += Math.min(count, most);
      this.repeated[order]! += count - 1;
    }
    for (const order of orders) {
      this.outputs[order]! += gramsOfOrder(output.length, order);
      for (const { length } of references) this.references[order]! += gramsOfOrder(length, order);
    }
  }
}

/** n-grams that differ, as a share of all n-grams of a text. Sorted numbers take 8 bytes an n-gram, where a set takes 40. */
function distinct({ outputs, names }: Pick<NumberedText, 'outputs' | 'names'>, order: 1 | 2): number | null {
  const total = outputs.reduce((sum, { length }) => sum + gramsOfOrder(length, order), 0);
  const grams = new Float64Array(total);
  let filled = 0;
  for (const output of outputs) {
    for (let at = order - 1; at < output.length; at += 1) {
      grams[filled] = order === 1 ? output[at]! : output[at - 1]! * names.length + output[at]!;
      filled += 1;
    }
  }
  grams.sort();
  const different = grams.reduce((sum, gram, at) => sum + (at === 0 || gram !== grams[at - 1] ? 1 : 0), 0);
  return total > 0 ? different / total : null;
}

const firstReferences = ({ references, names }: NumberedText): Pick<NumberedText, 'outputs' | 'names'> => ({
  ...{ outputs: references.map((ofSegment) => ofSegment[0] ?? []), names },
});
