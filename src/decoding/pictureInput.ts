import type { Values } from '../engine/program.ts';
import type { OutputLimits, SearchInput } from './searchInput.ts';

export interface PictureInputOptions {
  /** Numbers of pictures, as `read` takes them. */
  pictures: readonly number[];
  /** Places that attention may look at: regions of a picture, or 1. */
  positions: number;
  limits: OutputLimits;
  /** The model's source for some pictures, a row each; none for −1. */
  read(pictures: readonly number[]): Record<string, Values>;
}

/** Pictures in batches of one shape, their features read when they are needed. */
export const pictureInput = ({ pictures, positions, limits, read }: PictureInputOptions): SearchInput => ({
  count: pictures.length,
  batches: (rows) =>
    Array.from({ length: Math.ceil(pictures.length / rows) }, (_, at) => {
      const members = [...pictures.keys()].slice(at * rows, (at + 1) * rows);
      return {
        ...{ members, positions, beside: { positions, longest: limits.longest } },
        limits: members.map(() => limits),
        read: () => read(Array.from({ length: rows }, (_, row) => pictures[members[row] ?? -1] ?? -1)),
      };
    }),
});
