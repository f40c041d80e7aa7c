import type { BatchShape } from '../data/batch.ts';
import type { Engine } from '../engine/engine.ts';
import { sizeOf } from '../engine/program.ts';
import type { ParameterSpec } from '../models/model.ts';
import { stepCost } from './stepCost.ts';
import type { TrainingTask } from './task.ts';
import type { TrainingSettings } from './train.ts';

export interface DescribedParameter extends ParameterSpec {
  count: number;
  frozen: boolean;
}

/** Parameters whose names have all but their last part in common. */
export interface DescribedLayer {
  name: string;
  count: number;
  parameters: DescribedParameter[];
}

/** A training before it is taken up: what is trained, how much it is, and what a step takes. */
export interface TrainingDescription {
  layers: DescribedLayer[];
  /** Numbers of parameters; `state`: of what training changes without a gradient. */
  totals: { parameters: number; trained: number; frozen: number; state: number };
  batches: { shapes: BatchShape[]; perEpoch: number; totalSteps: number };
  /** Of an update with one batch of the shape that takes most. */
  step: { shape: BatchShape; multiplications: number; flops: number };
  /** In bytes; `activations` are an estimate. */
  memory: Record<'weights' | 'gradients' | 'optimizer' | 'constants' | 'activations' | 'total', number>;
}

const bytesOfNumber = 4;

export function describeTraining(engine: Engine, task: TrainingTask, settings: TrainingSettings): TrainingDescription {
  const parameters = task.parameters.map((parameter) => ({
    ...parameter,
    count: sizeOf(parameter.shape),
    frozen: settings.frozen?.has(parameter.name) ?? false,
  }));
  const count = (of: { count: number }[]) => of.reduce((sum, each) => sum + each.count, 0);
  const trained = count(parameters.filter(({ frozen }) => !frozen));
  const state = task.state.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const constants = [...task.constants.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const shape = largest(task.shapes);
  const { multiplications, activationBytes } = stepCost(engine, task, settings, shape);
  const memory = {
    weights: bytesOfNumber * (count(parameters) + state),
    gradients: bytesOfNumber * trained * (settings.accumulate > 1 ? 2 : 1),
    optimizer: bytesOfNumber * trained * settings.optimizer.slots(settings.parameters as never).length,
    constants: bytesOfNumber * constants,
    activations: activationBytes,
  };
  return {
    layers: layersOf(parameters),
    totals: { parameters: count(parameters), trained, frozen: count(parameters) - trained, state },
    batches: { shapes: task.shapes, perEpoch: task.batchesPerEpoch, totalSteps: settings.totalSteps },
    step: { shape, multiplications, flops: 2 * multiplications },
    memory: { ...memory, total: Object.values(memory).reduce((sum, bytes) => sum + bytes, 0) },
  };
}

const sizeOfBatch = ({ rows, source, target }: BatchShape): number => rows * (source + target);

const largest = (shapes: BatchShape[]): BatchShape =>
  [...shapes].sort((a, b) => sizeOfBatch(b) - sizeOfBatch(a))[0] as BatchShape;

function layersOf(parameters: DescribedParameter[]): DescribedLayer[] {
  const layers = new Map<string, DescribedParameter[]>();
  for (const parameter of parameters) {
    const layer = /[./]/.test(parameter.name) ? parameter.name.replace(/[./][^./]*$/, '') : parameter.name;
    layers.set(layer, [...(layers.get(layer) ?? []), parameter]);
  }
  return [...layers].map(([name, own]) => ({
    ...{ name, parameters: own },
    count: own.reduce((sum, each) => sum + each.count, 0),
  }));
}
