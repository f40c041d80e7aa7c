import type { FunctionSpec, Values } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import type { Trainable } from '../training/trainStep.ts';

/** What is measured: one file a workload, one line in registry.ts; its PyTorch twin is pytorch/<name>.py. */
export interface Workload<Sizes extends Record<string, number> = Record<string, number>> {
  title: string;
  /** Both sides are built from the same sizes. */
  sizes: Sizes;
  build(sizes: Sizes): WorkloadModel;
}

export interface WorkloadModel {
  parameters: ParameterSpec[];
  /** Target tokens of one batch, none of them padding. */
  tokens: number;
  /** The loss with this much label smoothing; 0 is plain cross-entropy. */
  trainable(epsilon: number): Trainable;
  /** The batch, the same at every step. */
  batch: Record<string, Values>;
}

export const defineWorkload = <Sizes extends Record<string, number>>(workload: Workload<Sizes>): Workload =>
  workload as never;

/** What a contestant runs over and over. */
export interface Step {
  spec: FunctionSpec;
  inputs(step: number): Record<string, Values>;
}

/** `count` token ids from [first, vocabulary), spread evenly and without a pattern by a multiplicative hash. */
export function tokenIds(count: number, vocabulary: number, first = 4): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => {
    const hash = Math.imul(index + 1, 0x9e3779b1) >>> 0;
    return first + Math.floor((hash / 2 ** 32) * (vocabulary - first));
  });
}
