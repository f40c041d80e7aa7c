/**
 * What a contestant is told when it starts (as its last argument, JSON). A contestant is a process of its own, so that
 * its peak memory is its own; bench.worker.ts is ours, pytorch/contestant.py is PyTorch's. Both then read requests, a
 * JSON line each, from their standard input and answer each with a JSON line. They end when their input ends.
 */
export interface ContestantSetup {
  workload: string;
  sizes: Record<string, number>;
  /**
   * How the step runs. Ours: `compiled`, one call a step; `eager`, op by op; `products`, its matrix products alone.
   * PyTorch's: `pytorchForms`.
   */
  form: string;
  /** Label smoothing; 0 is plain cross-entropy. */
  epsilon: number;
  threads: number;
  device: 'cpu' | 'gpu';
}

/** eager: Adam over lists of tensors; fused: PyTorch's fused Adam; compile: that and torch.compile. */
export const pytorchForms = ['eager', 'fused', 'compile'] as const;

/** Runs that many steps after one that is not measured. */
export interface Request {
  steps: number;
}

/** The first line of a contestant, once its step has run twice. */
export interface Ready {
  version: string;
  device: string;
  /** Numbers in all trained weights. */
  weights: number;
}

export interface Answer {
  /** Duration of each step. */
  milliseconds: number[];
  /** The last step's loss; NaN shows as null. */
  loss: number | null;
  peakMiB: number;
  residentMiB: number;
}

export interface Failure {
  error: string;
}
