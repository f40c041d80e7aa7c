import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../engine.ts';
import { checkInputs, type FunctionSpec, type Program, sizeOf, type Values, type VariableSpec } from '../program.ts';
import type { TensorFlowRuntime } from '../tensorflow.ts';
import { attribute, dataTypes, GraphBuilder, graphTag } from './graphBuilder.ts';
import { type RecordedFunction, recordFunction } from './recordFunction.ts';

let programs = 0;

/** A session made from the graph when it had this many nodes. */
interface Session {
  id: number;
  nodes: number;
}

/**
 * A program whose every call is one call into TensorFlow. Functions are recorded when they are first needed: the first
 * one alone, so that training starts at once, then all that wait together, because each addition makes a new session.
 * Variables live in the session and move to the next one.
 */
export class CompiledProgram implements Program {
  readonly compiled = true;
  readonly #engine: Engine;
  readonly #runtime: TensorFlowRuntime;
  readonly #serial = programs++;
  readonly #variables = new Map<string, VariableSpec>();
  /** Values of variables that no session holds. */
  readonly #pending = new Map<string, Values>();
  readonly #specs = new Map<string, FunctionSpec>();
  readonly #recorded = new Map<string, RecordedFunction>();
  readonly #builder = new GraphBuilder();
  #recordings = 0;
  #session?: Session;

  constructor(engine: Engine, runtime: TensorFlowRuntime) {
    this.#engine = engine;
    this.#runtime = runtime;
  }

  declare(spec: VariableSpec, initial: Values): void {
    if (this.has(spec.name)) throw new Error(`variable ${spec.name} is declared twice`);
    if (initial.length !== sizeOf(spec.shape))
      throw new Error(`variable ${spec.name} has a first value of a wrong size`);
    this.#variables.set(spec.name, spec);
    this.#pending.set(spec.name, initial);
    this.#addVariable(spec);
  }

  has(name: string): boolean {
    return this.#variables.has(name);
  }

  define(name: string, spec: FunctionSpec): void {
    this.#specs.set(name, spec);
  }

  call(name: string, inputs: Record<string, Values>): Record<string, Values> {
    const spec = this.#specs.get(name);
    if (!spec) throw new Error(`there is no function ${name}`);
    checkInputs(name, spec.inputs, inputs);
    if (!this.#recorded.has(name)) this.#record(name);
    const recorded = this.#recorded.get(name) as RecordedFunction;
    const session = this.#ready();
    const used = spec.inputs.filter((input) => recorded.placeholders.has(input.name));
    const names = used.map((input) => recorded.placeholders.get(input.name) as string);
    const values = this.#run(
      session,
      names,
      used.map(({ name: key, shape, dtype }) => ({ shape, dtype, values: inputs[key] as Values })),
      [...recorded.outputs.values()],
    );
    return Object.fromEntries([...recorded.outputs.keys()].map((output, index) => [output, values[index] as Values]));
  }

  readVariables(names: string[]): Map<string, Values> {
    const held = names.filter((name) => !this.#pending.has(this.#specOf(name).name));
    const read = held.length > 0 ? this.#read(this.#ready(), held) : new Map<string, Values>();
    return new Map(names.map((name) => [name, (read.get(name) ?? this.#pending.get(name)) as Values]));
  }

  writeVariables(values: Map<string, Values>): void {
    for (const [name, value] of values) {
      if (value.length !== sizeOf(this.#specOf(name).shape))
        throw new Error(`${name} is written with a value of a wrong size`);
      this.#pending.set(name, value);
    }
  }

  dispose(): void {
    if (this.#session) this.#runtime.binding.deleteSavedModel(this.#session.id);
    this.#session = undefined;
  }

  #addVariable({ name, shape, dtype }: VariableSpec): void {
    const type = attribute.type(dataTypes[dtype]);
    const shared = attribute.text(`${this.#serial}/${name}`);
    this.#builder.node(`variable/${name}`, 'VarHandleOp', [], {
      dtype: type,
      shape: attribute.shape(shape),
      shared_name: shared,
    });
    this.#builder.node(`get/${name}`, 'ReadVariableOp', [`variable/${name}`], { dtype: type });
    this.#builder.node(`new/${name}`, 'Placeholder', [], { dtype: type, shape: attribute.shape(shape) });
    // What is fed shares its memory with an array here. A variable that kept it would free it on a thread of TensorFlow,
    // where nothing of Node may be touched, and steps that write in place would change the array.
    this.#builder.node(`own/${name}`, 'DeepCopy', [`new/${name}`], { T: type });
    this.#builder.node(`set/${name}`, 'AssignVariableOp', [`variable/${name}`, `own/${name}`], { dtype: type });
    this.#builder.node(`done/${name}`, 'Const', [`^set/${name}`], {
      dtype: attribute.type(dataTypes.float32),
      value: attribute.tensor(dataTypes.float32, [], new Uint8Array(4)),
    });
  }

  #record(name: string): void {
    const isFirst = this.#recorded.size === 0;
    const waiting = isFirst ? [name] : [...this.#specs.keys()].filter((key) => !this.#recorded.has(key));
    for (const key of waiting) {
      const spec = this.#specs.get(key) as FunctionSpec;
      // Not the count of recorded functions: one whose body failed has left nodes behind.
      const prefix = `f${this.#recordings++}`;
      const recorded = recordFunction({
        engine: this.#engine,
        backend: this.#runtime.backend,
        builder: this.#builder,
        prefix,
        spec,
        variables: this.#variables,
      });
      this.#recorded.set(key, recorded);
    }
    this.#close();
  }

  /** Ends the session, keeping what its variables hold. */
  #close(): void {
    const session = this.#session;
    if (!session) return;
    const held = [...this.#variables.keys()].filter((name) => !this.#pending.has(name));
    for (const [name, values] of this.#read(session, held)) this.#pending.set(name, values);
    this.dispose();
  }

  /** The session of the current graph, with every variable's value in it. */
  #ready(): Session {
    // A variable declared since the session was made is not in it.
    if (this.#session && this.#session.nodes !== this.#builder.size) this.#close();
    this.#session ??= this.#load();
    this.#writePending(this.#session);
    return this.#session;
  }

  #load(): Session {
    const folder = mkdtempSync(join(tmpdir(), 'smoothing-lab-'));
    try {
      writeFileSync(join(folder, 'saved_model.pb'), this.#builder.serialize());
      return { id: this.#runtime.binding.loadSavedModel(folder, graphTag), nodes: this.#builder.size };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  // All variables go in one call: TensorFlow prepares an executor for every new combination of inputs and outputs.
  #writePending(session: Session): void {
    if (this.#pending.size === 0) return;
    const names = [...this.#pending.keys()];
    const inputs = names.map((name) => ({ ...this.#specOf(name), values: this.#pending.get(name) as Values }));
    this.#run(
      session,
      names.map((name) => `new/${name}:0`),
      inputs,
      names.map((name) => `done/${name}:0`),
    );
    this.#pending.clear();
  }

  #read(session: Session, names: string[]): Map<string, Values> {
    if (names.length === 0) return new Map();
    const values = this.#run(
      session,
      [],
      [],
      names.map((name) => `get/${name}:0`),
    );
    return new Map(names.map((name, index) => [name, values[index] as Values]));
  }

  #specOf(name: string): VariableSpec {
    const spec = this.#variables.get(name);
    if (!spec) throw new Error(`there is no variable ${name}`);
    return spec;
  }

  #run(
    session: Session,
    names: string[],
    inputs: { shape: number[]; dtype: 'float32' | 'int32'; values: Values }[],
    outputs: string[],
  ): Values[] {
    const { binding } = this.#runtime;
    const ids = inputs.map(({ shape, dtype, values }) =>
      binding.createTensor(shape, dtype === 'float32' ? binding.TF_FLOAT : binding.TF_INT32, values),
    );
    try {
      const results = binding.runSavedModel(session.id, ids, names.join(','), outputs.join(','));
      return results.map(({ id }) => {
        const values = binding.tensorDataSync(id) as Values;
        binding.deleteTensor(id);
        return values;
      });
    } finally {
      for (const id of ids) binding.deleteTensor(id);
    }
  }
}
