import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from './engine.ts';
import {
  checkInputs,
  type FunctionSpec,
  type Program,
  type StepContext,
  sizeOf,
  type Values,
  type VariableSpec,
} from './program.ts';

/** A program that runs op by op: on wasm, and anywhere with `--no-compile`. */
export class EagerProgram implements Program {
  readonly compiled = false;
  readonly #engine: Engine;
  readonly #variables = new Map<string, Tensor>();
  readonly #functions = new Map<string, FunctionSpec>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  declare({ name, shape, dtype }: VariableSpec, initial: Values): void {
    if (this.has(name)) throw new Error(`variable ${name} is declared twice`);
    if (initial.length !== sizeOf(shape)) throw new Error(`variable ${name} has a first value of a wrong size`);
    this.#variables.set(name, this.#engine.tf.keep(this.#engine.tf.tensor(initial, shape, dtype)));
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  define(name: string, spec: FunctionSpec): void {
    this.#functions.set(name, spec);
  }

  call(name: string, inputs: Record<string, Values>): Record<string, Values> {
    const spec = this.#functions.get(name);
    if (!spec) throw new Error(`there is no function ${name}`);
    checkInputs(name, spec.inputs, inputs);
    const { tf } = this.#engine;
    const outputs: Record<string, Values> = {};
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        spec.inputs.map((input) => [input.name, tf.tensor(inputs[input.name], input.shape, input.dtype)]),
      );
      const changed = new Map<string, Tensor>();
      const results = spec.body(this.#context(tensors, changed));
      for (const [output, tensor] of Object.entries(results)) outputs[output] = tensor.dataSync().slice() as Values;
      this.#replace(changed);
    });
    return outputs;
  }

  readVariables(names: string[]): Map<string, Values> {
    return new Map(names.map((name) => [name, this.#variable(name).dataSync().slice() as Values]));
  }

  writeVariables(values: Map<string, Values>): void {
    const { tf } = this.#engine;
    for (const [name, value] of values) {
      const { shape, dtype, size } = this.#variable(name);
      if (value.length !== size) throw new Error(`${name} is written with a value of a wrong size`);
      tf.tidy(() => this.#replace(new Map([[name, tf.tensor(value, shape, dtype)]])));
    }
  }

  dispose(): void {
    for (const tensor of this.#variables.values()) tensor.dispose();
    this.#variables.clear();
  }

  #variable(name: string): Tensor {
    const found = this.#variables.get(name);
    if (!found) throw new Error(`there is no variable ${name}`);
    return found;
  }

  /** A new value may be another variable's old one, or an input's: all are copied before any is freed. */
  #replace(changed: Map<string, Tensor>): void {
    const copies = [...changed].map(([name, value]) => [name, this.#engine.tf.keep(value.clone())] as const);
    for (const [name, copy] of copies) {
      this.#variable(name).dispose();
      this.#variables.set(name, copy);
    }
  }

  #context(inputs: Record<string, Tensor>, changed: Map<string, Tensor>): StepContext {
    const current = (name: string) => changed.get(name) ?? this.#variable(name);
    return {
      engine: this.#engine,
      inputs,
      read: (name) => {
        if (changed.has(name)) throw new Error(`${name} is read after it was updated`);
        return this.#variable(name);
      },
      assign: (name, value) => {
        this.#variable(name);
        changed.set(name, value);
      },
      update: (update) => {
        const values = update.portable(update.variables.map(current));
        for (const [index, name] of update.variables.entries()) changed.set(name, values[index] as Tensor);
      },
    };
  }
}
