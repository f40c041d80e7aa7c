import type { AnalysisResult } from '../analyses/analysis.ts';

/**
 * The contract between whoever trains and whoever watches: what a run folder holds. Types alone and a few names, so that
 * webviews can import it. Readers ignore kinds and fields that they do not know; writers raise `runFormat` when a
 * reader of the old form would be misled.
 */
export const runFormat = 1;

/** Names inside a run folder. */
export const runFiles = {
  manifest: 'manifest.json',
  events: 'events.jsonl',
  series: 'series.bin',
  samples: 'samples.jsonl',
  analyses: 'analyses.jsonl',
  heartbeat: 'heartbeat.json',
  /** Its presence asks the trainer to checkpoint and end as `stopped`. */
  stop: 'stop',
  log: 'log.txt',
  vocabulary: 'vocabulary.json',
  /** Shapes of a picture's features, by name. */
  features: 'features.json',
  /** Takes up space that is freed for the last events when the disk is full. */
  reserve: 'reserve',
  checkpoints: { last: 'checkpoints/last.safetensors', best: 'checkpoints/best.safetensors' },
} as const;

export type EndState = 'done' | 'stopped' | 'failed';

/** Fields of every event; `time` is ISO 8601 and, with everything named `milliseconds` or `seconds`, wall-clock. */
interface EventBase {
  time: string;
}

export type RunEvent = EventBase &
  (
    | { kind: 'started'; totalSteps: number; stepsPerEpoch: number; parameters: number }
    /** Events and rows of earlier attempts after `fromStep` are void. */
    | { kind: 'resumed'; fromStep: number }
    | {
        kind: 'evaluated';
        step: number;
        epoch: number;
        /** Mean over the non-padding target tokens of the validation text, in nats. */
        nll: number;
        objective: number;
        /** Share of tokens whose gold id is the most probable, 0 to 1. */
        accuracy: number;
        /** Expected calibration error of the most probable token in 15 bins, 0 to 1. */
        ece?: number;
        tokens: number;
        /** Metrics by name, in their reference program's unit. */
        scores: Record<string, number>;
        signatures: Record<string, string>;
        /** Whether this is the best checkpoint so far. */
        best: boolean;
        seconds: number;
      }
    | { kind: 'checkpoint'; step: number; name: 'last' | 'best' }
    /** `count` lines of samples.jsonl were written: all of a step and split together. */
    | { kind: 'sampled'; step: number; count: number }
    | { kind: 'warning'; step: number; code: string; message: string }
    /** The best checkpoint, measured once on the test text. */
    | {
        kind: 'tested';
        step: number;
        nll: number;
        accuracy: number;
        ece?: number;
        tokens: number;
        scores: Record<string, number>;
        signatures: Record<string, string>;
        seconds: number;
      }
    | { kind: 'ended'; step: number; state: EndState; code: string; reason: string; seconds: number }
  );

/** One training step's measurements: a row of series.bin. Every column is a float64 there. */
export interface SeriesRow {
  /** What was minimised, a mean over tokens. */
  objective: number;
  /** Plain negative log-likelihood of the gold tokens, nats a token. */
  nll: number;
  accuracy: number;
  /** Non-padding target tokens of the step. */
  tokens: number;
  learningRate: number;
  /** Global norm before clipping. */
  gradientNorm: number;
  epoch: number;
  milliseconds: number;
  /** Effective sample size of the importance weights, as a share of the sequences: (Σω)²/(n·Σω²). Absent without weights. */
  effectiveSize?: number;
}

export const seriesColumns = [
  ...(['objective', 'nll', 'accuracy', 'tokens', 'learningRate', 'gradientNorm', 'epoch', 'milliseconds'] as const),
  'effectiveSize',
] satisfies (keyof SeriesRow)[];

/** A token of a sampled or decoded sequence, as hovers explain it. Only what was measured is present. */
export interface SampledToken {
  text: string;
  id: number;
  /** Under the model, given what stands before it. */
  probability?: number;
  /** 1 is the most probable token. */
  rank?: number;
  /** Nats. */
  entropy?: number;
  runnersUp?: { text: string; probability: number }[];
  /** The largest entries of the distribution that this position was trained towards. */
  target?: { text: string; mass: number }[];
}

/**
 * One sequence: a line of samples.jsonl. The first `samples` examples of the validation text are there at each
 * evaluation, and every example of the test text, all of which are translated, once the best checkpoint is tested.
 */
export interface SampleRecord {
  step: number;
  /** Which text it belongs to and which example there, counted from 0. */
  split: 'train' | 'valid' | 'test';
  example: number;
  origin: 'greedy' | 'beam' | 'hamming' | 'reference';
  source: string;
  reference: string;
  /** All correct outputs, where there are several; `reference` is the first. */
  references?: string[];
  text: string;
  /** Empty where tokens were not looked at: beyond the first `samples` examples. */
  tokens: SampledToken[];
  /** Sum of the tokens' log-probabilities. */
  logProbability?: number;
  /** Hamming distance to the reference, in tokens. */
  distance?: number;
  reward?: number;
  /** Importance weight. */
  weight?: number;
  /** The sequence's own scores, by metric: BLEU and chrF as sacreBLEU scores single sentences, 0 to 100. */
  scores?: Record<string, number>;
}

/** What a text's analyses found: a line of analyses.jsonl, at each evaluation and at the test. */
export interface AnalysisRecord {
  step: number;
  split: 'valid' | 'test';
  /** By the names of analyses/registry.ts. */
  analyses: Record<string, AnalysisResult>;
}

/** `manifest.json`: written once, before anything else. */
export interface Manifest {
  format: typeof runFormat;
  /** Hash of the resolved settings, the data and the seed (experiment/planRuns.ts). */
  id: string;
  experiment: string;
  variant: string;
  /** Where the variant is a member of a grid: the grid's name in the file, and the values of its settings by path. */
  grid?: { variant: string; settings: Record<string, unknown> };
  seed: number;
  createdAt: string;
  /** Absolute path of the experiment file and its exact text. */
  file: string;
  text: string;
  /** All settings that shape the run, defaults filled in. */
  settings: Record<string, unknown>;
  /** SHA-256 over the data's files, so that other data is another run. */
  data: string;
  versions: Record<string, string>;
  engine: string;
  device: { kind: string; name: string };
  threads: number;
  compiled: boolean;
  /** Whether a resumed run ends with the very same bits. */
  deterministic: boolean;
  host: string;
  gitCommit?: string;
}

/** `heartbeat.json`, renewed every few seconds while the trainer lives. */
export interface Heartbeat {
  pid: number;
  /** What processStart.ts says of `pid`. */
  start: string;
  host: string;
  time: string;
}
