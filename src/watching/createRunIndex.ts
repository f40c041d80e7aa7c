import type { RunIndex } from './runIndex.ts';

export interface RunIndexOptions {
  /** The first roots, as setRoots takes them. */
  roots?: readonly string[];
  /** Told of what cannot be read, once each. */
  log?(message: string): void;
}

/** Follows the runs below the roots until it is disposed. It looks at once; `refresh` awaits what it finds. */
export function createRunIndex(_options: RunIndexOptions = {}): RunIndex {
  throw new Error('not written yet');
}
