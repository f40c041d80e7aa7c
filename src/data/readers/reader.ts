import type { FileRef } from '../../experiment/data/fileRef.ts';
import type { TextPair } from '../../experiment/data/translation.ts';

/** Why a line cannot be used; what reports count by. */
export type BadReason =
  | 'empty-sentence'
  | 'invalid-utf8'
  | 'long-line'
  | 'unpaired-line'
  | 'missing-column'
  | 'missing-key'
  | 'malformed-json';

/** Where something was read; lines count from 1. */
interface Place {
  file: string;
  line: number;
}

export interface Line extends Place {
  text: string;
}

export interface BadLine extends Place {
  reason: BadReason;
  message: string;
}

/** A sentence and its translation as they stand in the file. */
export interface Pair extends Place {
  source: string;
  target: string;
}

export const isBad = <T extends object>(row: T | BadLine): row is BadLine => 'reason' in row;

/** One format of parallel text: one file here, one line in registry.ts. */
export interface PairReader<P extends TextPair = TextPair> {
  /** The files that it reads. */
  files(pair: P): FileRef[];
  /** Whatever else the sentences depend on: part of the data's fingerprint. */
  settings(pair: P): Record<string, unknown>;
  /**
   * Streams the pairs. `paths` are those of `files`, in that order. Lines that cannot be used come as `BadLine`; throws
   * a `UserError` where a file as a whole cannot.
   */
  read(pair: P, paths: string[]): AsyncIterable<Pair | BadLine>;
}
