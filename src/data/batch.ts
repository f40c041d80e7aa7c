import type { DrawnTargets } from '../objective/drawTargets.ts';

/** Ids of the special tokens in every vocabulary. */
export const special = { pad: 0, bos: 1, eos: 2, unk: 3 } as const;
/** The class of a row without a picture: classes count from 0, and none of them stands for padding. */
export const noClass = -1;
export const specialTokens = ['<pad>', '<s>', '</s>', '<unk>'] as const;

/**
 * A static shape: rows, source positions, target positions (with the end of sentence). Where the source is features of
 * a fixed shape, it has 0 source positions; where the target is a class, 1 target position.
 */
export interface BatchShape {
  rows: number;
  source: number;
  target: number;
}

/** Examples padded to one static shape. Rows that hold no example are padding throughout. */
export interface Batch {
  shape: BatchShape;
  /** [rows, source], padded with `special.pad`; the sentence ends with `special.eos`. */
  source: Int32Array;
  /** What is encoded beside or instead of `source`, by name, row by row: pictures, features of their regions. */
  features?: Record<string, Float32Array>;
  /** [rows, target], what is to be predicted: the sentence and `special.eos`, then `special.pad`. */
  target: Int32Array;
  /** Index of each row's example in its set, −1 for a row without one. */
  examples: Int32Array;
  /** Target tokens that count: all but padding. */
  tokens: number;
  /** What is trained on instead of `target`, where sequences are sampled. */
  drawn?: DrawnTargets;
  /** As `partnersOf` gives them of what is trained on, where a method asks for partners. */
  partners?: Int32Array;
}
