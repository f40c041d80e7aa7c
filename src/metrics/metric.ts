import type { z } from 'zod';

/** `references[r][i]` is the r-th reference of segment i, undefined where that segment has no such reference. */
export type References = readonly (readonly (string | undefined)[])[];

/** A corpus score with what is needed to compare it: the signature of the reference program. */
export interface Score {
  /** The reference program's name of the metric with these parameters: `BLEU`, `chrF2++`. */
  name: string;
  /** In the reference program's unit (BLEU and chrF: 0 to 100), not rounded. */
  score: number;
  signature: string;
  /** Parts of the score, by the reference program's names (n-gram precisions, brevity penalty, ...). */
  details: Record<string, number | readonly number[]>;
  /** What the reference program prints behind the score; empty where it prints nothing. */
  summary: string;
}

/** What outputs are: sentences; tags joined by spaces; or the name of a class. */
export type OutputKind = 'text' | 'tags' | 'class';

/**
 * A corpus metric over texts. One file each, one line in registry.ts. What a segment is worth may depend on all the
 * references (`C`, made by `corpus`), as CIDEr's weights do, but never on the other hypotheses.
 */
export interface Metric<P extends z.ZodObject = z.ZodObject, C = unknown> {
  title: string;
  reference: string;
  /** The outputs that it is a measure of. */
  over: readonly OutputKind[];
  /** Whether a larger value is better. */
  larger: boolean;
  parameters: P;
  /** Decimals that the reference program prints. */
  decimals: number;
  /** What stands before the parameters' names in the reference program's command line. */
  optionPrefix: string;
  /** Why a given parameter changes nothing, or undefined when all have an effect. */
  withoutEffect?(parameters: z.output<P>): { path: string; reason: string } | undefined;
  /**
   * Scores a corpus; one sentence is a corpus of one segment.
   * Every list of references is as long as `hypotheses`, and every segment has at least one reference: RangeError.
   */
  score(hypotheses: readonly string[], references: References, parameters: z.output<P>): Score;
  /**
   * What the functions of single segments need of all the references; absent where they need nothing. They are then
   * called as bindToCorpus.ts does; without it, a segment is a corpus by itself.
   */
  corpus?(references: References, parameters: z.output<P>): C;
  /**
   * A few numbers of one segment, as many for every segment, whose sums over segments are all that the score of a
   * corpus needs: significance tests score thousands of corpora from them (significance.ts).
   */
  sentenceStatistics(
    hypothesis: string,
    references: readonly string[],
    parameters: z.output<P>,
    corpus?: C,
  ): Float64Array;
  /** The corpus score that `score` gives, from summed statistics, which it leaves as they are. */
  scoreOf(sums: Float64Array, parameters: z.output<P>): number;
  /** The score of a sentence by itself, as the reference program scores single sentences. */
  sentenceScore(hypothesis: string, references: readonly string[], parameters: z.output<P>, corpus?: C): number;
}

export const defineMetric = <P extends z.ZodObject, C = unknown>(metric: Metric<P, C>): Metric<P, C> => metric;
