import type { WordVectors } from '../../objective/corpus.ts';
import { specialTokens } from '../batch.ts';

/** How much of a vocabulary, without its special tokens, and of a training text has vectors. */
export interface VectorCoverage {
  vocabulary: { covered: number; all: number };
  /** Occurrences in the training targets, without ends of sentences. */
  occurrences: { covered: number; all: number };
}

export function coverageOf({ present }: WordVectors, targets: readonly Int32Array[]): VectorCoverage {
  const occurrences = { covered: 0, all: 0 };
  for (const target of targets) {
    occurrences.all += target.length;
    for (const id of target) occurrences.covered += present[id] as number;
  }
  const covered = present.reduce((sum, each) => sum + each, 0);
  return { vocabulary: { covered, all: present.length - specialTokens.length }, occurrences };
}

/** In a sentence, for whoever trains with them. */
export function describeCoverage({ vocabulary, occurrences }: VectorCoverage): string {
  const share = (100 * occurrences.covered) / Math.max(1, occurrences.all);
  return (
    `vectors: ${vocabulary.covered} of ${vocabulary.all} entries of the target vocabulary have one, ` +
    `which are ${share.toFixed(1)} % of the training text`
  );
}
