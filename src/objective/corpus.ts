/** Word vectors of the target vocabulary, row by row. */
export interface WordVectors {
  size: number;
  /** [vocab · size]; rows of words without a vector are zero. */
  values: Float32Array;
  /** 1 where a word has a vector, [vocab]. */
  present: Uint8Array;
}

/** What a method may know of the training text. Plain numbers that threads can be sent. */
export interface Corpus {
  /** The target vocabulary, or the classes, by id. */
  tokens: readonly string[];
  /** Ids from here on are words. Those before it are the special tokens of data/batch.ts; classes have none, and so 0. */
  firstWord: number;
  /** Occurrences of each id among the training targets; the end of sentence counts once a sentence. */
  counts: Float64Array;
  /** Training targets by example, without the end of sentence. */
  targets: readonly Int32Array[];
  /** All correct targets of an example: its own, and those of examples with the same source. */
  references(example: number): readonly Int32Array[];
  /** The references of the training text, once for each source: what document frequencies count. */
  documents(): ReadonlySet<readonly Int32Array[]>;
  /** Present where the method's needs ask for vectors of `data` or of a run. */
  vectors?: WordVectors;
}
