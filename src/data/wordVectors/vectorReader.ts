/** A word of a file with its vector, which is read only where somebody asks for it. */
export interface VectorRow {
  word: string;
  /** Throws a `UserError` that says where, when it is not numbers. */
  vector(): Float32Array;
}

/** One format of word vectors: one file here, one line in registry.ts. */
export interface VectorReader {
  /**
   * Streams the words in the order of the file, all vectors of one size; memory does not grow with the file. Throws a
   * `UserError` with file and line, or byte, where the file is not what it should be.
   */
  read(file: string): AsyncIterable<VectorRow>;
}

/** Longest vector that is read: what is longer is a file of another kind. */
export const longestVector = 10_000;
