import type { OutputKind, References, Score } from '../metric.ts';

/** A Java program that a metric needs, as the user has named it. */
export interface JavaProgram {
  java: string;
  jar: string;
}

/** A metric that another program computes, and that is therefore awaited. One file each, one line in registry.ts. */
export interface ProgramMetric {
  title: string;
  reference: string;
  over: readonly OutputKind[];
  larger: boolean;
  decimals: number;
  /** What to get, and from where, for those who have not. */
  obtain: string;
  /**
   * Scores a corpus; `references` as for metrics that need no program. A UserError says what is wrong with the program.
   * `signal` ends the program, and the call fails with its reason.
   */
  score(
    hypotheses: readonly string[],
    references: References,
    program: JavaProgram,
    signal?: AbortSignal,
  ): Promise<ProgramScore>;
}

export interface ProgramScore extends Score {
  /** Of each segment by itself. */
  segments: number[];
}
