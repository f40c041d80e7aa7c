import type { Values } from '../engine/program.ts';

/** How many tokens an output may have, its end of sentence not counted; 0 and 0 where there is nothing to decode. */
export interface OutputLimits {
  shortest: number;
  longest: number;
}

/** Sources that are encoded in one call. */
export interface SearchBatch {
  /** Which of the input's sources they are: at most as many as were asked for. */
  members: readonly number[];
  /** Source positions: tokens, or regions of a picture. */
  positions: number;
  /** Of each member. */
  limits: readonly OutputLimits[];
  /** What they are searched beside: at most so many source positions, and so many tokens of an output. */
  beside: { positions: number; longest: number };
  /** The model's source by its names, with as many rows as were asked for. */
  read(): Record<string, Values>;
}

/** What is decoded: sources of any number and kind, in batches of few static shapes. */
export interface SearchInput {
  count: number;
  /** Batches of at most `rows` sources, each source in one of them. */
  batches(rows: number): SearchBatch[];
}
