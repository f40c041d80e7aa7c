import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from './engine.ts';
import {
  checkInputs,
  type FunctionSpec,
  type Program,
  type StepContext,
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
      for (const [variable, value] of changed) this.#replace(variable, value);
    });
    return outputs;
  }

  readVariables(names: string[]): Map<string, Values> {
    return new Map(names.map((name) => [name, this.#variable(name).dataSync().slice() as Values]));
  }

  writeVariables(values: Map<string, Values>): void {
    const { tf } = this.#engine;
    for (const [name, value] of values) {
      const { shape, dtype } = this.#variable(name);
      this.#replace(name, tf.tensor(value, shape, dtype));
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

  #replace(name: string, value: Tensor): void {
    this.#variable(name).dispose();
    // A tensor that several names share, or that an input owns, must survive on its own.
    this.#variables.set(name, this.#engine.tf.keep(value.clone()));
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
      assign: (name, value) => changed.set(name, value),
      update: (update) => {
        const values = update.portable(update.variables.map(current));
        for (const [index, name] of update.variables.entries()) changed.set(name, values[index] as Tensor);
      },
    };
  }
}
