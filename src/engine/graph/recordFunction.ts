import type { Tensor } from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { Engine } from '../engine.ts';
import type { FunctionSpec, InputSpec, StepContext, Update, VariableSpec } from '../program.ts';
import { attribute, dataTypes, type GraphBuilder } from './graphBuilder.ts';
import { Recorder } from './recorder.ts';

/** Where a function stands in the graph. */
export interface RecordedFunction {
  /** Placeholder edges by input; an input that the body does not use has none. */
  placeholders: Map<string, string>;
  /** Edges by output. */
  outputs: Map<string, string>;
}

interface Recording {
  engine: Engine;
  backend: NodeJSKernelBackend;
  builder: GraphBuilder;
  prefix: string;
  spec: FunctionSpec;
  variables: ReadonlyMap<string, VariableSpec>;
}

/**
 * Runs a function's body once, without computing anything, and writes its ops into the graph. Every output comes after every update, so
 * that fetching one output of a training step is enough to take the step.
 */
export function recordFunction(recording: Recording): RecordedFunction {
  const { engine, builder, prefix, spec } = recording;
  const recorder = new Recorder(recording.backend, builder, prefix);
  const placeholders = new Map(spec.inputs.map((input) => [input.name, `${prefix}/${input.name}:0`]));
  const outputs = new Map<string, string>();
  const body = () => {
    const inputs = Object.fromEntries(spec.inputs.map((input) => [input.name, addInput(recording, recorder, input)]));
    const context = new RecordingContext(recording, recorder, inputs);
    try {
      for (const [name, tensor] of Object.entries(spec.body(context))) {
        const edge = `${prefix}/out/${name}`;
        const type = attribute.type(dataTypes[tensor.dtype as 'float32' | 'int32']);
        builder.node(edge, 'Identity', [recorder.edge(tensor), ...context.updates], { T: type });
        outputs.set(name, `${edge}:0`);
      }
    } finally {
      context.release();
    }
  };
  // Tensors must be gone before recording ends: they have no value that TensorFlow knows of.
  recorder.record(() => engine.tf.tidy(body));
  return { placeholders, outputs };
}

function addInput(
  { builder, prefix, engine: { tf } }: Recording,
  recorder: Recorder,
  { name, shape, dtype }: InputSpec,
): Tensor {
  const type = attribute.type(dataTypes[dtype]);
  builder.node(`${prefix}/${name}`, 'Placeholder', [], { dtype: type, shape: attribute.shape(shape) });
  const tensor = tf.fill(shape, 0, dtype);
  recorder.bind(tensor, `${prefix}/${name}:0`);
  return tensor;
}

/** A variable's value is read once a function, and written after it was read and after earlier writes to it. */
class RecordingContext implements StepContext {
  readonly engine: Engine;
  readonly inputs: Record<string, Tensor>;
  readonly #recording: Recording;
  readonly #recorder: Recorder;
  readonly #reads = new Map<string, Tensor>();
  readonly #writes = new Map<string, string>();

  constructor(recording: Recording, recorder: Recorder, inputs: Record<string, Tensor>) {
    this.engine = recording.engine;
    this.inputs = inputs;
    this.#recording = recording;
    this.#recorder = recorder;
  }

  /** Control edges to the last write of every variable. */
  get updates(): string[] {
    return [...new Set(this.#writes.values())].map((node) => `^${node}`);
  }

  read(name: string): Tensor {
    if (this.#writes.has(name)) throw new Error(`${name} is read after it was updated`);
    const known = this.#reads.get(name);
    if (known) return known;
    const { shape, dtype } = this.#variable(name);
    const node = `${this.#recording.prefix}/read/${name}`;
    this.#recording.builder.node(node, 'ReadVariableOp', [`variable/${name}`], {
      dtype: attribute.type(dataTypes[dtype]),
    });
    // The op's value does not matter to the recording, only its shape: nothing is uploaded.
    const { tf } = this.engine;
    // An op, dead in the graph: zeros uploaded would become a constant in it. It outlives the scope that reads first.
    const tensor = tf.keep(tf.fill(shape, 0, dtype));
    this.#recorder.bind(tensor, `${node}:0`);
    this.#reads.set(name, tensor);
    return tensor;
  }

  /** Frees what was read. */
  release(): void {
    for (const tensor of this.#reads.values()) tensor.dispose();
  }

  assign(name: string, value: Tensor): void {
    const { dtype } = this.#variable(name);
    this.#write('AssignVariableOp', [name], [value], { dtype: attribute.type(dataTypes[dtype]) });
  }

  update({ op, variables, inputs, attributes = {} }: Update): void {
    const flags = Object.entries(attributes).map(([key, flag]) => [key, attribute.bool(flag)]);
    this.#write(op, variables, inputs, { T: attribute.type(dataTypes.float32), ...Object.fromEntries(flags) });
  }

  #write(op: string, variables: string[], inputs: Tensor[], attributes: Parameters<GraphBuilder['node']>[3]): void {
    const { builder, prefix } = this.#recording;
    const node = `${prefix}/write/${builder.size}_${op}`;
    const edges = inputs.map((tensor) => this.#recorder.edge(tensor));
    const before = variables.flatMap((name) => this.#before(name, edges));
    const handles = variables.map((name) => `variable/${name}`);
    builder.node(node, op, [...handles, ...edges, ...new Set(before)], attributes);
    for (const name of variables) this.#writes.set(name, node);
  }

  /**
   * What must happen before a variable is written: its reading, and all use of what was read, lest TensorFlow copies
   * the whole variable to keep the old value. Most uses come before the new value anyway and need no edge of their own.
   */
  #before(name: string, edges: string[]): string[] {
    this.#variable(name);
    const node = `${this.#recording.prefix}/read/${name}`;
    const earlier = this.#reads.has(name) ? this.#recording.builder.ancestors(edges) : new Set<string>();
    const read = [node, ...this.#recorder.readers(`${node}:0`)]
      .filter((reader) => this.#reads.has(name) && !earlier.has(reader))
      .map((reader) => `^${reader}`);
    const written = this.#writes.get(name);
    return written ? [...read, `^${written}`] : read;
  }

  #variable(name: string): VariableSpec {
    const found = this.#recording.variables.get(name);
    if (!found) throw new Error(`there is no variable ${name}`);
    return found;
  }
}
