import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from './engine.ts';

export type ValueType = 'float32' | 'int32';
export type Values = Float32Array | Int32Array;

/** A named value that lives in the program between calls: a weight, an optimizer slot, a statistic, a decoder state. */
export interface VariableSpec {
  name: string;
  shape: number[];
  dtype: ValueType;
}

/** A named value handed to a function at every call. Shapes are static: another shape is another function. */
export interface InputSpec {
  name: string;
  shape: number[];
  dtype: ValueType;
}

/**
 * A change of variables by one TensorFlow op, with its portable meaning. `variables` and `inputs` together are the
 * op's inputs in its own order: variables first.
 */
export interface Update {
  op: string;
  variables: string[];
  inputs: Tensor[];
  attributes?: Record<string, boolean>;
  /** New values of `variables`, from their old values and `inputs`. */
  portable(values: Tensor[]): Tensor[];
}

/** What a function's body is given. The body runs eagerly, or once while it is recorded. */
export interface StepContext {
  readonly engine: Engine;
  readonly inputs: Record<string, Tensor>;
  /** The variable's value when the call begins; the body may read before it updates, not after. */
  read(name: string): Tensor;
  assign(name: string, value: Tensor): void;
  update(update: Update): void;
}

export interface FunctionSpec {
  inputs: InputSpec[];
  /** Returns the named outputs; called in a tidy scope. Nothing in it may read a tensor back to the host. */
  body(context: StepContext): Record<string, Tensor>;
}

/**
 * Functions over shared variables: the training steps of all batch shapes, evaluation and decoding of one run.
 * Compiled (compiledProgram.ts) a call is one call into TensorFlow; eager (eagerProgram.ts) it runs op by op.
 */
export interface Program {
  readonly compiled: boolean;
  /** Declares variables with their first values; a name may be declared once. */
  declare(spec: VariableSpec, initial: Values): void;
  has(name: string): boolean;
  /** Adds a function. It is recorded when it is first called, together with all others that wait by then. */
  define(name: string, spec: FunctionSpec): void;
  call(name: string, inputs: Record<string, Values>): Record<string, Values>;
  readVariables(names: string[]): Map<string, Values>;
  writeVariables(values: Map<string, Values>): void;
  dispose(): void;
}

export const sizeOf = (shape: number[]): number => shape.reduce((size, side) => size * side, 1);

/** Says what is wrong with a call's inputs, naming the function: a defect of the caller. */
export function checkInputs(name: string, specs: InputSpec[], inputs: Record<string, Values>): void {
  for (const { name: input, shape } of specs) {
    const given = inputs[input];
    if (!given) throw new Error(`${name} was called without its input ${input}`);
    if (given.length !== sizeOf(shape)) {
      throw new Error(
        `${name}: input ${input} has ${given.length} values, its shape [${shape}] wants ${sizeOf(shape)}`,
      );
    }
  }
}
