import type { SearchInput } from '../decoding/searchInput.ts';

/** What a run decodes, and how each source is called. */
export interface DecodingWork {
  sources: readonly string[];
  input: SearchInput;
}
