import type { BatchShape } from '../data/batch.ts';
import { EagerProgram } from '../engine/eagerProgram.ts';
import type { Engine } from '../engine/engine.ts';
import { type KernelCall, observeKernels } from '../engine/observeKernels.ts';
import { type InputSpec, sizeOf } from '../engine/program.ts';
import { slotName } from './optimizers/optimizer.ts';
import type { TrainingTask } from './task.ts';
import type { TrainingSettings } from './train.ts';
import { type Trainable, trainingFunction } from './trainStep.ts';

/** What one update with one batch takes. */
export interface StepCost {
  /** Multiplications of matrix products and convolutions, forward and backward, each with its addition. */
  multiplications: number;
  /** What the forward pass makes and the backward pass may need. */
  activationBytes: number;
}

/** How many multiplications a call of a kernel is. */
const countOf: Record<string, (call: KernelCall) => number> = {
  BatchMatMul: ({ inputs, attributes, output }) =>
    sizeOf(output.shape) * (inputs.a?.shape.at(attributes.transposeA ? -2 : -1) as number),
  _FusedMatMul: ({ inputs, attributes, output }) =>
    sizeOf(output.shape) * (inputs.a?.shape.at(attributes.transposeA ? -2 : -1) as number),
  Conv2D: ({ inputs, output }) => (sizeOf(output.shape) * sizeOf(inputs.filter!.shape)) / (output.shape[3] as number),
  Conv2DBackpropInput: ({ inputs }) =>
    (sizeOf(inputs.dy!.shape) * sizeOf(inputs.filter!.shape)) / (inputs.dy!.shape[3] as number),
  // Its gradients, which are no products where the engine has no kernels for them, take as many each.
  DepthwiseConv2dNative: ({ inputs, output }) => {
    const [height, width] = inputs.filter!.shape as [number, number];
    return 3 * sizeOf(output.shape) * height * width;
  },
};

/**
 * Takes steps with one row and with two and goes on from there: every row costs the same, and what does not depend on
 * the rows is in both. Weights and inputs are zeros, on which nothing of a step's cost depends. It needs no more memory
 * than two rows do, and no engine but one that runs op by op.
 */
export function stepCost(engine: Engine, task: TrainingTask, settings: TrainingSettings, shape: BatchShape): StepCost {
  const [one, two] = [1, 2].map((rows) => costOf(engine, task, settings, { ...shape, rows })) as [StepCost, StepCost];
  const at = (first: number, second: number) => Math.round(first + (shape.rows - 1) * (second - first));
  return {
    multiplications: at(one.multiplications, two.multiplications),
    activationBytes: at(one.activationBytes, two.activationBytes),
  };
}

function costOf(engine: Engine, task: TrainingTask, settings: TrainingSettings, shape: BatchShape): StepCost {
  const { tf } = engine;
  const cost: StepCost = { multiplications: 0, activationBytes: 0 };
  const trainable = task.trainable(shape, true);
  const measured: Trainable = {
    ...trainable,
    weights: trainable.weights.filter((name) => !settings.frozen?.has(name)),
    loss: (context) => {
      const before = tf.memory().numBytes;
      const loss = trainable.loss(context);
      cost.activationBytes = tf.memory().numBytes - before;
      return loss;
    },
  };
  const program = new EagerProgram(engine);
  const spec = trainingFunction(measured, settings);
  declareZeros(program, task, settings);
  program.define('step', spec);
  const tell = (call: KernelCall) => {
    cost.multiplications += countOf[call.kernel]!(call);
  };
  const run = () => program.call('step', Object.fromEntries(spec.inputs.map((input) => [input.name, zeros(input)])));
  observeKernels(tf, Object.keys(countOf), { tell, run });
  program.dispose();
  return cost;
}

const zeros = ({ shape, dtype }: InputSpec) =>
  dtype === 'int32' ? new Int32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape));

function declareZeros(program: EagerProgram, task: TrainingTask, { optimizer, parameters }: TrainingSettings): void {
  const declare = (name: string, shape: number[]) =>
    program.declare({ name, shape, dtype: 'float32' }, new Float32Array(sizeOf(shape)));
  for (const { name, shape } of task.parameters) {
    declare(name, shape);
    for (const slot of optimizer.slots(parameters as never)) declare(slotName(name, slot), shape);
  }
  for (const { name, shape } of task.state) declare(name, shape);
  for (const [name, { shape }] of task.constants) declare(name, shape);
}
