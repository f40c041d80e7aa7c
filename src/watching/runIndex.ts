import type { AnalysisResult } from '../analyses/analysis.ts';
import type { Manifest, RunEvent, SampleRecord, SeriesRow } from '../runs/events.ts';
import type { RunState } from '../runs/runState.ts';

/** What a person has noted about a run: `annotations.json` in its folder (runs/annotations.ts). */
export interface Annotations {
  starred: boolean;
  tags: string[];
  note: string;
}

/** A run that is followed. A new object whenever anything of it has changed. */
export interface WatchedRun {
  folder: string;
  manifest: Manifest;
  state: RunState;
  annotations: Annotations;
  /** Median over the newest steps. */
  tokensPerSecond?: number;
  /** Until the last step, at the pace so far; while it is running. */
  secondsLeft?: number;
  /** Whether it is trained on this machine, so that it can be signalled. */
  local: boolean;
}

export interface RunChanges {
  /** Folders of runs that are new or have changed, and of those that are gone. */
  changed: string[];
  removed: string[];
}

export interface SampleStep {
  step: number;
  split: SampleRecord['split'];
  /** Examples sampled there. */
  count: number;
}

/**
 * All runs below some folders, followed as they are written: by this host, by a terminal or by another machine. It
 * reads run folders and nothing else, and only what was appended since it last looked. Free of VS Code.
 */
export interface RunIndex {
  /** Oldest first. */
  runs(): readonly WatchedRun[];
  run(folder: string): WatchedRun | undefined;
  /** Called at most a few times a second. Returns what ends it. */
  onChange(listener: (changes: RunChanges) => void): () => void;
  /** The folders below which runs are looked for; those that are no longer named are forgotten. */
  setRoots(folders: readonly string[]): void;
  /** Looks at once: after a run was started or deleted here. */
  refresh(): Promise<void>;
  /** The events that count (runs/parseEvents.ts: effectiveEvents). */
  events(folder: string): Promise<readonly RunEvent[]>;
  /** A column of the curves, dense over steps 1, 2, ...; a view that later rows do not change. */
  series(folder: string, column: keyof SeriesRow): Promise<Float32Array>;
  sampleSteps(folder: string): Promise<SampleStep[]>;
  /**
   * The samples of a step, `count` examples from the `first`: all records of these examples, whatever their origin.
   * Reads those lines alone, however long the file.
   */
  samples(
    folder: string,
    at: { step: number; split: SampleRecord['split']; first: number; count: number },
  ): Promise<{ total: number; samples: SampleRecord[] }>;
  /** What was analysed at an evaluation or the test, by the names of analyses/registry.ts. */
  analyses(folder: string, at: { step: number; split: 'valid' | 'test' }): Promise<Record<string, AnalysisResult>>;
  dispose(): void;
}
