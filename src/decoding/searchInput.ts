import type { Values } from '../engine/program.ts';

/** How many tokens an output may have, its end of sentence not counted; 0 and 0 where there is nothing to decode. */
export interface OutputLimits {
  shortest: number;
  longest: number;
}

/** Sources that are searched in one call. */
export interface SearchBatch {
  /** Which of the input's sources they are: at most as many as a call has rows. */
  members: readonly number[];
  /** Source positions of the batch's shape: tokens, or regions of a picture. */
  positions: number;
  /** Most tokens of any output of this shape. */
  longest: number;
  /** Of each member. */
  limits: readonly OutputLimits[];
  /** The model's source by its names, with as many rows as were asked for. */
  read(): Record<string, Values>;
}

/** What is decoded: sources of any number and kind, in batches of few static shapes. */
export interface SearchInput {
  count: number;
  /** Batches of at most `rows` sources, each source in one of them. */
  batches(rows: number): SearchBatch[];
}
