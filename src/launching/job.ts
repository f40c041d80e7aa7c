/**
 * One trainer process to be: variants and seeds of a file, or a run to resume. Jobs are files in the queue's folder, so
 * that they outlive the window that asked for them; a detached queue worker (the command line's hidden `queue`) starts
 * them in turn, and every window shows them.
 */
export interface JobRequest {
  /** The experiment file. */
  file: string;
  experiment: string;
  /** All of the file when absent. */
  variants?: string[];
  seeds?: number[];
  /** A run folder to go on with; `variants` and `seeds` then only say which it is. */
  resume?: string;
  /** A run folder that is to be trained anew with the same settings and seed, into a folder of its own. */
  rerun?: string;
  runsFolder: string;
  /** As the command line's --engine, --device, --threads. */
  engine?: string;
  device?: string;
  threads?: number;
  /** The Node that trains, and variables for it (SMOOTHING_LAB_PYTHON, ELECTRON_RUN_AS_NODE). */
  node: string;
  environment: Record<string, string>;
}

export type JobState =
  | { state: 'waiting' }
  /** `start` is what processStart.ts says of `pid`. */
  | { state: 'running'; pid: number; start: string; since: string }
  /** `message`: the last lines that the trainer wrote, where it failed. `code` null: killed by `signal`, or it is not known. */
  | { state: 'ended'; code: number | null; signal: string | null; message: string; at: string };

export type Job = JobRequest & JobState & { id: string; addedAt: string; log: string };

/** `gone`: it has ended, or somebody else took it out. */
export type CancelOutcome = 'withdrawn' | 'asked' | 'askedBefore' | 'gone';

/** The queue as a window sees it. Free of VS Code. */
export interface Queue {
  jobs(): readonly Job[];
  add(request: JobRequest): Promise<Job>;
  /**
   * Takes a waiting job out; asks a running one to stop, which keeps a checkpoint. One that was asked before, in
   * whichever window, is left alone: a trainer that is asked twice ends at once.
   */
  cancel(id: string): Promise<CancelOutcome>;
  /** Ends the trainer of a job that was asked to stop and is still busy. */
  end(id: string): Promise<void>;
  /** Forgets an ended job. True for one caller alone, in whichever window, which is then to tell how it ended. */
  forget(id: string): Promise<boolean>;
  /** How many trainers run at once on this machine. */
  setAtOnce(count: number): Promise<void>;
  onChange(listener: () => void): () => void;
  dispose(): void;
}
