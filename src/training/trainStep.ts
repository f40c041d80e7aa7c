import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { FunctionSpec, InputSpec, StepContext } from '../engine/program.ts';
import type { Randomness } from '../ops/dropout.ts';
import type { Optimizer } from './optimizers/optimizer.ts';

/** What one step trains: knows no model and no objective, only tensors. */
export interface Trainable {
  /** Inputs of the loss, beside those that the step itself adds. */
  inputs: InputSpec[];
  /** Names of the weights that are trained. */
  weights: string[];
  loss(context: LossContext): Loss;
}

export interface LossContext {
  step: StepContext;
  /** The value of a weight or of any other variable. */
  weight(name: string): Tensor;
  randomness?: Randomness;
}

/** Sums over the tokens that count. The step minimises `objective`·scale. */
export interface Loss {
  objective: Scalar;
  nll: Scalar;
  /** Tokens whose gold id is the most probable. */
  correct: Scalar;
  /** Tokens that `nll` and `correct` are sums over: gold ones, where sampled sequences are trained on too. */
  measured: Scalar;
  /** As `calibrationSums` gives them, where the loss is only measured. */
  calibration?: Tensor;
  /** Updates of variables that are not trained (statistics, tables), as new values by name. */
  state?: Record<string, Tensor>;
}

export interface StepOptions {
  optimizer: Optimizer;
  parameters: Record<string, unknown>;
  /** Weights that stay as they are: nothing is computed or kept for their updates. */
  frozen?: ReadonlySet<string>;
  /** Largest global norm of the gradient; a larger one is scaled down to it. Pascanu et al. 2013, algorithm 1. */
  clip?: number;
}

/** Where gradients of several batches are summed (gradient accumulation). */
export const accumulator = (weight: string): string => `accumulated/${weight}`;

const scalar = (name: string): InputSpec => ({ name, shape: [], dtype: 'float32' });
const seed: InputSpec = { name: 'seed', shape: [2], dtype: 'int32' };
const sums = ['objective', 'nll', 'correct', 'measured'] as const;

/** Names of the scalars that a training step is fed besides the batch. */
export function updateScalars({ optimizer, parameters }: StepOptions): InputSpec[] {
  const names = Object.keys(optimizer.scalars(parameters as never, 1));
  return ['learningRate', ...names].map(scalar);
}

/** Forward, backward and update in one call. Returns the sums and `gradientNorm`, before clipping. */
export function trainingFunction(trainable: Trainable, options: StepOptions): FunctionSpec {
  return {
    inputs: [...trainable.inputs, seed, scalar('scale'), ...updateScalars(options)],
    body: (context) => {
      const { gradients, ...measured } = differentiate(context, trainable);
      const gradientNorm = applyGradients(context, trainable.weights, gradients, options);
      return { ...measured, gradientNorm };
    },
  };
}

/** Forward and backward; the gradient is added to what `applyingFunction` will use. */
export function accumulatingFunction(trainable: Trainable): FunctionSpec {
  return {
    inputs: [...trainable.inputs, seed, scalar('scale')],
    body: (context) => {
      const { tf } = context.engine;
      const { gradients, ...measured } = differentiate(context, trainable);
      trainable.weights.forEach((name, index) => {
        const sum = accumulator(name);
        context.assign(sum, tf.add(context.read(sum), gradients[index] as Tensor));
      });
      return measured;
    },
  };
}

/** One update from the accumulated gradients, which are zero afterwards. */
export function applyingFunction(weights: string[], options: StepOptions): FunctionSpec {
  return {
    inputs: updateScalars(options),
    body: (context) => {
      const gradients = weights.map((name) => context.read(accumulator(name)));
      const gradientNorm = applyGradients(context, weights, gradients, options);
      weights.forEach((name, index) => {
        const { shape } = gradients[index] as Tensor;
        context.assign(accumulator(name), context.engine.tf.fill(shape, 0));
      });
      return { gradientNorm };
    },
  };
}

/** Forward alone, with nothing dropped. */
export function evaluatingFunction(trainable: Trainable): FunctionSpec {
  return {
    inputs: trainable.inputs,
    body: (context) => {
      const { state: _state, ...measured } = trainable.loss({ step: context, weight: (name) => context.read(name) });
      return { ...measured };
    },
  };
}

interface Differentiated extends Record<(typeof sums)[number], Tensor> {
  gradients: Tensor[];
}

function differentiate(context: StepContext, { weights, loss }: Trainable): Differentiated {
  const { tf } = context.engine;
  const randomness = { seed: context.inputs.seed as Tensor1D, site: 0 };
  let kept: Loss | undefined;
  const forward = (...values: Tensor[]) => {
    const byName = new Map(weights.map((name, index) => [name, values[index] as Tensor]));
    const weight = (name: string) => byName.get(name) ?? context.read(name);
    const found = loss({ step: context, weight, randomness });
    // tfjs frees all that a differentiated function leaves behind but its value. Copies are kept: one tensor may serve
    // twice, or belong to a variable or an input.
    const keep = <T extends Tensor>(tensor: T): T => tf.keep(tensor.clone() as T);
    const state = Object.entries(found.state ?? {}).map(([name, tensor]) => [name, keep(tensor)]);
    kept = {
      objective: keep(found.objective),
      nll: keep(found.nll),
      correct: keep(found.correct),
      measured: keep(found.measured),
      state: Object.fromEntries(state),
    };
    return tf.mul(found.objective, context.inputs.scale as Scalar) as Scalar;
  };
  const { value, grads: gradients } = tf.valueAndGrads(forward)(weights.map((name) => context.read(name)));
  value.dispose();
  const { state = {}, ...measured } = kept as unknown as Loss;
  for (const [name, tensor] of Object.entries(state)) context.assign(name, release(tensor));
  return { ...measured, ...Object.fromEntries(sums.map((name) => [name, release(measured[name])])), gradients };
}

/** A copy that the surrounding tidy scope owns, in place of a kept tensor. */
function release(kept: Tensor): Tensor {
  const copy = kept.clone();
  kept.dispose();
  return copy;
}

function applyGradients(context: StepContext, weights: string[], gradients: Tensor[], options: StepOptions): Tensor {
  const { tf, ops } = context.engine;
  const { optimizer, parameters, clip } = options;
  const squares = gradients.map((gradient) => ops.sumOfSquares(gradient));
  const norm = tf.sqrt(tf.addN(squares));
  const factor = clip === undefined ? undefined : tf.minimum(1, tf.div(clip, tf.add(norm, 1e-6)));
  weights.forEach((name, index) => {
    const whole = gradients[index] as Tensor;
    const gradient = factor ? tf.mul(whole, factor) : whole;
    optimizer.apply(
      context,
      { name, gradient, scalars: context.inputs as Record<string, Scalar> },
      parameters as never,
    );
  });
  return norm;
}
