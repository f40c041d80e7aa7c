import type { TestHypothesis } from './readTestHypotheses.ts';

/** A run's hypotheses of the test text with what names them. `label` is that of the run's row in a comparison. */
export interface TestedRun {
  label: string;
  run: string;
  seed: number;
  hypotheses: readonly TestHypothesis[];
}

/** As pages/protocol.ts shows a sentence. */
export interface ComparedSentence {
  example: number;
  source: string;
  reference: string;
  hypotheses: { label: string; run: string; seed: number; text: string; score: number | null }[];
}

/**
 * `document`: as in the text. `disagreement`: where the hypotheses differ most comes first (`disagreementOf`).
 * `better` and `worse`: by the other row's sentence score less the base's, means over seeds, largest or smallest first;
 * sentences without such scores come last.
 */
export type SentenceOrder = 'document' | 'disagreement' | 'better' | 'worse';

export interface SentenceQuery {
  order: SentenceOrder;
  /** A metric by which single sentences were scored. */
  metric: string;
  base: string;
  other: string;
  /** Only sentences that hold this text, in any of their versions and whatever its case. */
  filter: string;
  first: number;
  count: number;
}

export interface SentencePage {
  total: number;
  sentences: ComparedSentence[];
  /** Why runs are missing, or all of them. */
  reason?: string;
}

/** The sentences of one test text with what each run made of them. To be kept for as long as these runs are compared. */
export interface SentenceTable {
  runs: readonly TestedRun[];
  reason?: string;
}
