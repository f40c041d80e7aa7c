import type { WordVectors } from '../objective/corpus.ts';
import type { BadReason } from './readers/reader.ts';
import type { Vocabulary } from './vocabulary.ts';

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
  /** The language pair of each example, where there are several. */
  groups?: string[];
}

/** Texts and what their target sequences are made of, whatever the task: what a preview needs. */
export interface EncodedTexts {
  sets: { train: EncodedSet; valid: EncodedSet };
  target: Vocabulary;
  /** Word vectors of the target vocabulary, where the data has some. */
  vectors?: WordVectors;
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
