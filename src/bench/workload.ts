import type { BatchShape } from '../data/batch.ts';
import type { FunctionSpec, Values } from '../engine/program.ts';
import type { CorpusName } from '../experiment/presets/corpora.ts';
import type { TrainableModel } from '../models/model.ts';

/** What is measured: one file a workload, one line in registry.ts; its PyTorch twin is pytorch/<name>.py. */
export interface Workload<Sizes extends Record<string, number> = Record<string, number>> {
  title: string;
  /** Whose constants the presets of objectives have. */
  corpus: CorpusName;
  /** Both sides are built from the same sizes. */
  sizes: Sizes;
  build(sizes: Sizes): WorkloadModel;
}

export interface WorkloadModel {
  model: TrainableModel;
  /** Of the one batch, which has no padding. A source has at least two positions: a word and the end of sentence. */
  shape: BatchShape;
  /** Words of the target language, special tokens included. */
  vocabulary: number;
  /** Words of the source language, special tokens included. */
  sourceVocabulary: number;
  /** What is encoded instead of a source's words: shapes of one example's features by name. */
  features?: Readonly<Record<string, number[]>>;
  /** Correct targets of each source, all of them examples. */
  references: number;
}

export const defineWorkload = <Sizes extends Record<string, number>>(workload: Workload<Sizes>): Workload =>
  workload as never;

/** What a contestant runs over and over. */
export interface Step {
  spec: FunctionSpec;
  /** Makes the batch of that step: in training, a thread does so ahead of the step. */
  batch(step: number): Record<string, Values>;
  /** The inputs of that step beside the batch. */
  scalars(step: number): Record<string, Values>;
}
