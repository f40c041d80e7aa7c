import type { AnalysisInput } from '../analyses/analysis.ts';
import type { Batch, BatchShape } from '../data/batch.ts';
import type { BatchSource } from '../data/workerBatches.ts';
import type { Program, Values } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import type { Progress } from '../objective/method.ts';
import type { SampleRecord } from '../runs/events.ts';
import type { Trainable } from './trainStep.ts';

export type Split = 'valid' | 'test';

/** What decoding a text and scoring it gives. */
export interface Measurement {
  scores: Record<string, number>;
  signatures: Record<string, string>;
  samples: Omit<SampleRecord, 'step'>[];
  /** What analyses are made of, beside the calibration that the loss is measured with. */
  analysed?: AnalysisInput;
}

/** Everything that training needs of a task, a model and a variant, without knowing which they are. */
export interface TrainingTask {
  parameters: ParameterSpec[];
  /** Variables that a step changes but does not train (batch statistics, moving averages): saved with the weights. */
  state: ParameterSpec[];
  /** Variables that are not trained and never change (a teacher's weights). */
  constants: Map<string, { shape: number[]; values: Float32Array }>;
  /** Batches in one pass over the training text. */
  batchesPerEpoch: number;
  /** Shapes of training batches, the most frequent first. */
  shapes: BatchShape[];
  schedules: Record<string, (progress: Progress) => number>;
  trainable(shape: BatchShape, trains: boolean): Trainable;
  inputs(batch: Batch): Record<string, Values>;
  /** Batches from the given place on, over and over. */
  batches(epoch: number, index: number): BatchSource;
  /** A text's batches for measuring the loss; undefined where there is no such text. */
  evaluationBatches(split: Split): Batch[] | undefined;
  /** Adds the functions that `measure` will call, so that they are compiled together with the others. */
  prepare(program: Program, split: Split): void;
  measure(program: Program, split: Split): Measurement;
}
