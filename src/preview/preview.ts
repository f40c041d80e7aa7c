import type { SampleRecord } from '../runs/events.ts';

/**
 * What a variant makes of sentences of its data before anything is trained: plain data, told as JSON by the command line
 * and shown by the terminal and by VS Code's page, which can import this file, since nothing stands behind it.
 */
export interface Preview {
  experiment: string;
  variant: string;
  seed: number;
  split: PreviewSplit;
  /** Whether a target is a sequence, or the class of a picture. */
  over: 'sequences' | 'classes';
  /** Target vocabulary, special tokens included, or the classes. */
  classes: number;
  totalSteps: number;
  stepsPerEpoch: number;
  /** The choice on each axis. */
  methods: PreviewedMethod[];
  schedules: ScheduleCurve[];
  /** What the objective has for each word of the target vocabulary, e.g. a weight. */
  wordValues: WordValues[];
  /** Absent where the gold sequences are all. */
  sequences?: SequencesPreview;
  /**
   * Of each picture its class, or of each sentence its gold sequence (`origin: 'reference'`), then the sampled ones. Tokens carry the distribution that
   * their position is trained towards, where that is known without a model.
   */
  samples: SampleRecord[];
}

export const previewSplits = ['train', 'valid'] as const;
export type PreviewSplit = (typeof previewSplits)[number];

/** Sentences or pictures that a preview shows at most: what a page can draw. */
export const mostSentences = 100;

export interface PreviewedMethod {
  axis: string;
  kind: string;
  /** Defaults filled in. */
  parameters: Record<string, unknown>;
  title: string;
  formula: string;
  reference: string;
  /** Whose output what it does depends on, so that it cannot be shown here: of the model in training, or a teacher's. */
  dependsOn?: 'model' | 'teacher';
  /** Whether it changes with the progress of training: it is shown as it is once its schedules have run. */
  isScheduled: boolean;
}

/** A scalar that follows the progress of training, at evenly spaced steps. */
export interface ScheduleCurve {
  axis: string;
  name: string;
  /** Counted from 1. */
  steps: number[];
  values: number[];
}

/** A value for each word, at ranks by frequency whose logarithms are evenly spaced. */
export interface WordValues {
  axis: string;
  name: string;
  /** 1 is the most frequent word of the training text. */
  ranks: number[];
  tokens: string[];
  counts: number[];
  values: number[];
}

export interface SequencesPreview {
  /** Share of the loss that sampled sequences have, the a of L = (1−a)·L(y*) + a·(…). */
  alpha: number;
  /** Sequences drawn for each gold one. */
  samples: number;
  /** Share of the words that are replaced: as drawn, and by its closed form where there is one. */
  replacementRate: { drawn: number; expected?: number };
  /** Probability of each Hamming distance 0, 1, …, over the sentences of a batch. */
  distances: { drawn: number[]; expected?: number[] };
  /** What `drawn` is counted over: the sentences of a batch, and how often a sequence was drawn for each of them. */
  sentences: number;
  draws: number;
  /** (Σω)²/Σω² of the importance weights, as a share of the sequences that share a normalisation; mean over draws. */
  effectiveSize?: number;
}
