import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { StepContext } from '../../engine/program.ts';

/** What an optimizer is given for one parameter of one step. */
export interface ParameterUpdate {
  /** The variable's name; its slots are `slotName(name, slot)`. */
  name: string;
  gradient: Tensor;
  /** The optimizer's `scalars` and `learningRate`, as tensors fed to the step. */
  scalars: Record<string, Scalar>;
}

/** One file an optimizer, one line in registry.ts. */
export interface Optimizer<P extends z.ZodObject = z.ZodObject> {
  title: string;
  reference: string;
  parameters: P;
  /** Extra variables a parameter needs, of its shape, zero at the start. */
  slots(parameters: z.output<P>): string[];
  /** Numbers fed at the update with this number, counted from 1. */
  scalars(parameters: z.output<P>, update: number): Record<string, number>;
  apply(context: StepContext, update: ParameterUpdate, parameters: z.output<P>): void;
}

export const defineOptimizer = <P extends z.ZodObject>(optimizer: Optimizer<P>): Optimizer<P> => optimizer;

export const slotName = (parameter: string, slot: string): string => `optimizer/${slot}/${parameter}`;
