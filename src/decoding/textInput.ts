import { special } from '../data/batch.ts';
import type { OutputLimits, SearchInput } from './searchInput.ts';

export interface TextInputOptions {
  /** Ids without the end of sentence. */
  sources: readonly ArrayLike<number>[];
  /** Source lengths of the shapes, end of sentence included; longer sources are cut to the last. */
  buckets: readonly number[];
  /** Lengths of outputs by the source's; not falling, so that a shape's longest output is that of its longest source. */
  limits(sourceLength: number): OutputLimits;
}

/** Sources of up to this length are searched beside each other; longer ones beside those of up to twice their length. */
const leastWidth = 32;

/** The largest of the sizes that `size` is searched beside. */
function widthFor(size: number, sizes: readonly number[]): number {
  const most = Math.max(leastWidth, 2 ** Math.ceil(Math.log2(size)));
  return Math.max(...sizes.filter((other) => other <= most));
}

const nothing: OutputLimits = { shortest: 0, longest: 0 };

/** Texts, those of similar length together. An empty one has no output. */
export function textInput({ sources, buckets, limits }: TextInputOptions): SearchInput {
  const sizes = [...new Set(buckets)].sort((a, b) => a - b);
  const lengths = sources.map(({ length }) => length);
  const order = [...lengths.keys()].sort((a, b) => (lengths[a] as number) - (lengths[b] as number) || a - b);
  const batchOf = (members: number[], rows: number) => {
    const needed = (lengths[members.at(-1) as number] as number) + 1;
    const positions = sizes.find((size) => size >= needed) ?? (sizes.at(-1) as number);
    const limitsOf = (length: number) => (length === 0 ? nothing : limits(Math.min(length, positions - 1)));
    const width = widthFor(positions, sizes);
    return {
      ...{ members, positions, beside: { positions: width, longest: limits(width - 1).longest } },
      limits: members.map((member) => limitsOf(lengths[member] as number)),
      read: () => {
        const texts = members.map((member) => sources[member] as ArrayLike<number>);
        return { source: padTexts(texts, rows, positions) };
      },
    };
  };
  return {
    count: sources.length,
    batches: (rows) =>
      Array.from({ length: Math.ceil(order.length / rows) }, (_, at) =>
        batchOf(order.slice(at * rows, (at + 1) * rows), rows),
      ),
  };
}

/** Each text with its end, [rows, positions]. */
function padTexts(texts: readonly ArrayLike<number>[], rows: number, positions: number): Int32Array {
  const padded = new Int32Array(rows * positions).fill(special.pad);
  texts.forEach((text, row) => {
    const ids = Array.from(text).slice(0, positions - 1);
    padded.set([...ids, special.eos], row * positions);
  });
  return padded;
}
