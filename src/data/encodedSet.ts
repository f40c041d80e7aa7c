import type { BadReason } from './readers/reader.ts';

/** Sentence pairs as ids, without beginning or end of sentence. */
export interface EncodedPairs {
  sources: readonly Int32Array[];
  targets: readonly Int32Array[];
}

/** A text as it is trained on or measured. All lists have one entry an example. */
export interface EncodedSet extends EncodedPairs {
  sources: Int32Array[];
  targets: Int32Array[];
  sourceTexts: string[];
  /** The translations as they stand in the file: what scores compare with. */
  references: string[];
}

/** What became of a text's lines. */
export interface SetReport {
  /** Lines of the file, or generated sentences. */
  read: number;
  kept: number;
  skipped: Partial<Record<BadReason | 'too-long', number>>;
  /** The first lines that were skipped as bad, `file:line: what is wrong`. */
  firstSkipped: string[];
  /** Examples of which a side was cut to `maxLength`. */
  truncated: number;
  /** Of what is kept, without the end of sentence. */
  tokens: { source: number; target: number };
  /** Of these tokens, those that are not in the vocabulary. */
  unknown: { source: number; target: number };
}
