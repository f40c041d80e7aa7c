import type { Hypothesis } from '../decoding/hypothesis.ts';
import type { SearchInput } from '../decoding/searchInput.ts';

/** What a run decodes, and how each source is called. */
export interface DecodingWork {
  sources: readonly string[];
  input: SearchInput;
  /** Hypotheses of each source, where `input` has several parts of some. */
  joined?(parts: Hypothesis[][]): Hypothesis[][];
  /** The text of an output, where it is not that of its tokens alone. */
  text?(source: number, hypothesis: Hypothesis): string;
  /** How the best output of a source is written, where it is not by itself. */
  written?(source: number, output: string): string;
}
