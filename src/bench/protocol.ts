import type { Variant } from '../objective/objective.ts';
import type { ProductsSummary } from './products.ts';

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
  /** What is trained, defaults filled in. PyTorch's contestants know plain cross-entropy and label smoothing. */
  variant: Variant;
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
  /** The step's matrix products; PyTorch's contestants do not say. */
  products?: ProductsSummary;
}

export interface Answer {
  /** Duration of each step. */
  milliseconds: number[];
  /** Time that it took to make each step's batch, before the step. */
  batchMilliseconds?: number[];
  /** The last step's loss; NaN shows as null. */
  loss: number | null;
  peakMiB: number;
  residentMiB: number;
}

export interface Failure {
  error: string;
}
