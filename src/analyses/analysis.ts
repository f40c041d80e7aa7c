import type { OutputKind } from '../metrics/metric.ts';

/**
 * Analyses of what a model says of a text, beside its scores. Pure functions from what an evaluation knows (or files say)
 * to plain numbers, whose size does not grow with the text. Free of zod, so that pages can import them.
 */

/** Outputs and references as ids. What an id stands for is in `names`. */
export interface NumberedText {
  /** One a segment. */
  outputs: readonly ArrayLike<number>[];
  /** All references of each segment, at least one. */
  references: readonly (readonly ArrayLike<number>[])[];
  /** By id. */
  names: readonly string[];
  /** Occurrences of each id in the training text, where that is known. */
  trainingCounts?: ArrayLike<number>;
}

/** What is there to analyse; an analysis is made where all that it needs is there. Lists have one entry a segment. */
export interface AnalysisInput {
  over: OutputKind;
  /** Words, or tags, or classes. */
  words?: NumberedText;
  /** The model's own tokens, which may be parts of words. */
  tokens?: NumberedText;
  /** Corpus scores of some of the segments, by metric. */
  scores?(segments: readonly number[]): Record<string, number>;
  /** Length of each source, in words. */
  sourceLengths?: ArrayLike<number>;
  /** How frequent the words of each source are: S5's F(x) (meanFrequency.ts). */
  sourceFrequencies?: ArrayLike<number>;
  /** What segments are grouped by: their language pair. */
  groups?: readonly string[];
  /** Probability of each step of the output that was chosen. */
  probabilities?: readonly ArrayLike<number>[];
  /** Confidence and correctness of the most probable tokens or classes (calibrationHistogram.ts). */
  calibration?: ArrayLike<number>;
}

/** Points with what is known of each. A number that is not known (the accuracy of no tokens) is null. */
export interface AnalysisProfile {
  /** What each point is: a bin, a group, a pair of classes. */
  labels: string[];
  columns: Record<string, (number | null)[]>;
}

/** What an analysis finds. It is stored in run folders as it is, by names that people read. */
export interface AnalysisResult {
  figures: Record<string, number | null>;
  profiles: Record<string, AnalysisProfile>;
}

/** One picture of a profile: a column against another, or against the points' labels. */
export interface AnalysisChart {
  profile: string;
  /** Column of the x axis; the labels where it is absent. */
  x?: string;
  y: string;
  xTitle: string;
  yTitle: string;
  /** A column that is the same for all outputs of a text, drawn once. */
  beside?: string;
  /** Where x and y should be equal: a line that says so is drawn too. */
  diagonal?: boolean;
}

/** One analysis: a file each, and a line in registry.ts. */
export interface Analysis<Needs extends keyof AnalysisInput = keyof AnalysisInput> {
  title: string;
  /** The paper or program that it follows. */
  reference: string;
  /** What it says, in a sentence. */
  description: string;
  over: readonly OutputKind[];
  needs: readonly Needs[];
  charts: readonly AnalysisChart[];
  analyse(input: AnalysisInput & Required<Pick<AnalysisInput, Needs>>): AnalysisResult;
}

export const defineAnalysis = <Needs extends keyof AnalysisInput>(analysis: Analysis<Needs>): Analysis =>
  analysis as unknown as Analysis;
